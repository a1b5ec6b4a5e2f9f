"""The app in the browser: the only folder that imports Streamlit."""
