-- A store as the release with schema 2 left it, as SQL.
BEGIN TRANSACTION;
CREATE TABLE inventory (
                inventory_id INTEGER PRIMARY KEY,
                name TEXT NOT NULL UNIQUE,
                created_at TEXT NOT NULL
            );
INSERT INTO "inventory" VALUES(1,'ponds','2026-05-04T12:02:00Z');
CREATE TABLE inventory_body (
                body_id INTEGER PRIMARY KEY,
                inventory_id INTEGER NOT NULL REFERENCES inventory,
                site_id TEXT NOT NULL,
                UNIQUE (inventory_id, site_id)
            );
INSERT INTO "inventory_body" VALUES(1,1,'*');
INSERT INTO "inventory_body" VALUES(2,1,'P1');
INSERT INTO "inventory_body" VALUES(3,1,'P2');
CREATE TABLE inventory_change (
                change_no INTEGER PRIMARY KEY,
                inventory_id INTEGER NOT NULL REFERENCES inventory,
                kind TEXT NOT NULL,
                who TEXT NOT NULL CHECK (who <> ''),
                at TEXT NOT NULL,
                why TEXT NOT NULL,
                n_values INTEGER NOT NULL,
                undone INTEGER REFERENCES inventory_change,
                from_inventory INTEGER REFERENCES inventory,
                from_change INTEGER REFERENCES inventory_change
            );
INSERT INTO "inventory_change" VALUES(1,1,'save','Ada','2026-05-04T12:03:00Z','test',19,NULL,NULL,NULL);
CREATE TABLE inventory_pilot_edit (
        edit_no INTEGER PRIMARY KEY,
        inventory_id INTEGER NOT NULL REFERENCES inventory,
        site_id TEXT NOT NULL CHECK (site_id <> ''),
        path TEXT NOT NULL CHECK (path <> ''),
        value TEXT,
        who TEXT NOT NULL CHECK (who <> ''),
        at TEXT NOT NULL,
        why TEXT NOT NULL
    );
INSERT INTO "inventory_pilot_edit" VALUES(1,1,'P1','question','"Does it pay?"','Bo','2026-05-04T12:04:00Z','asked by the county');
CREATE TABLE inventory_schema (number INTEGER PRIMARY KEY, title TEXT NOT NULL, at TEXT NOT NULL);
INSERT INTO "inventory_schema" VALUES(1,'inventories, waste bodies, changes, values, named versions','2026-05-04T12:01:00Z');
INSERT INTO "inventory_schema" VALUES(2,'edits of pilot definitions, locks of the shortlist','2026-05-04T12:01:00Z');
CREATE TABLE inventory_value (
                body_id INTEGER NOT NULL REFERENCES inventory_body,
                field TEXT NOT NULL,
                change_no INTEGER NOT NULL
                    REFERENCES inventory_change DEFERRABLE INITIALLY DEFERRED,
                kind TEXT NOT NULL,
                low DOUBLE PRECISION,
                best DOUBLE PRECISION,
                high DOUBLE PRECISION,
                text TEXT,
                unit TEXT NOT NULL,
                confidence TEXT CHECK (confidence IN ('high', 'medium', 'low', 'very_low')),
                method TEXT CHECK
                    (method IN ('measured', 'estimated', 'analogue', 'modelled', 'assumed')),
                n_samples INTEGER CHECK (n_samples >= 0),
                source TEXT NOT NULL,
                date TEXT NOT NULL,
                note TEXT NOT NULL,
                statistic TEXT NOT NULL,
                basis TEXT NOT NULL,
                contained_t DOUBLE PRECISION,
                is_used INTEGER NOT NULL,
                position INTEGER NOT NULL,
                PRIMARY KEY (body_id, field, change_no)
            ) WITHOUT ROWID
            ;
INSERT INTO "inventory_value" VALUES(1,'source/S1',1,'source',NULL,NULL,NULL,'{"source_id": "S1", "citation": "Survey report", "year": "", "kind": "", "identifier": "", "url": "", "quality": "", "access": ""}','',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(1,'source/S2',1,'source',NULL,NULL,NULL,'{"source_id": "S2", "citation": "Assay certificate", "year": "1987", "kind": "", "identifier": "", "url": "", "quality": "", "access": ""}','',NULL,NULL,NULL,'','','','','',NULL,1,1);
INSERT INTO "inventory_value" VALUES(1,'title',1,'text',NULL,NULL,NULL,'ponds','',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(2,'assays/Cu',1,'assay',0.1,0.2,0.4,'Cu','%',NULL,NULL,NULL,'S1','','','mean','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(2,'assays/Cu/2',1,'assay',NULL,0.3,NULL,'Cu','%',NULL,NULL,NULL,'S2','','','','',NULL,1,1);
INSERT INTO "inventory_value" VALUES(2,'country',1,'text',NULL,NULL,NULL,'SE','',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(2,'latitude',1,'number',NULL,60.5,NULL,NULL,'degrees',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(2,'longitude',1,'number',NULL,15.25,NULL,NULL,'degrees',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(2,'name',1,'text',NULL,NULL,NULL,'North pond','',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(2,'notes',1,'text',NULL,NULL,NULL,'','',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(2,'owner',1,'text',NULL,NULL,NULL,'Stora Kopparberg','',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(2,'site_id',1,'site',NULL,2.0,NULL,'P1','',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(2,'tonnage_source',1,'sources',NULL,NULL,NULL,'S1','',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(2,'tonnage_t',1,'range',1000000.0,2000000.0,3000000.0,NULL,'t dry',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(2,'waste_type',1,'code',NULL,NULL,NULL,'tailings','',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(3,'area_ha',1,'number',NULL,12.0,NULL,NULL,'ha',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(3,'name',1,'text',NULL,NULL,NULL,'South pond','',NULL,NULL,NULL,'','','','','',NULL,1,0);
INSERT INTO "inventory_value" VALUES(3,'site_id',1,'site',NULL,3.0,NULL,'P2','',NULL,NULL,NULL,'','','','','',NULL,1,1);
INSERT INTO "inventory_value" VALUES(3,'waste_type',1,'code',NULL,NULL,NULL,'tailings','',NULL,NULL,NULL,'','','','','',NULL,1,0);
CREATE TABLE inventory_version (
                inventory_id INTEGER NOT NULL REFERENCES inventory,
                name TEXT NOT NULL,
                change_no INTEGER NOT NULL REFERENCES inventory_change,
                who TEXT NOT NULL,
                at TEXT NOT NULL,
                PRIMARY KEY (inventory_id, name)
            );
CREATE INDEX inventory_body_of ON inventory_body (inventory_id, body_id);
CREATE INDEX inventory_change_of ON inventory_change (inventory_id, change_no);
CREATE TRIGGER inventory_change_no_update BEFORE UPDATE ON inventory_change BEGIN SELECT RAISE(ABORT, 'inventory_change is append-only'); END;
CREATE TRIGGER inventory_change_no_delete BEFORE DELETE ON inventory_change BEGIN SELECT RAISE(ABORT, 'inventory_change is append-only'); END;
CREATE TRIGGER inventory_value_no_update BEFORE UPDATE ON inventory_value BEGIN SELECT RAISE(ABORT, 'inventory_value is append-only'); END;
CREATE TRIGGER inventory_value_no_delete BEFORE DELETE ON inventory_value BEGIN SELECT RAISE(ABORT, 'inventory_value is append-only'); END;
CREATE INDEX inventory_pilot_edit_of ON inventory_pilot_edit (inventory_id, edit_no);
CREATE TRIGGER inventory_pilot_edit_no_update BEFORE UPDATE ON inventory_pilot_edit BEGIN SELECT RAISE(ABORT, 'inventory_pilot_edit is append-only'); END;
CREATE TRIGGER inventory_pilot_edit_no_delete BEFORE DELETE ON inventory_pilot_edit BEGIN SELECT RAISE(ABORT, 'inventory_pilot_edit is append-only'); END;
COMMIT;
