"""Bytes to rows: CSV, XLSX, GeoJSON, GeoPackage."""
