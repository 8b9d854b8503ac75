BEGIN TRANSACTION;
CREATE TABLE audit_events (
	id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	user_id VARCHAR(64), 
	user_name VARCHAR(255), 
	project_id VARCHAR(64), 
	action VARCHAR(128) NOT NULL, 
	resource VARCHAR(1024) NOT NULL, 
	outcome INTEGER NOT NULL, 
	request_id VARCHAR(64), 
	detail JSON, 
	CONSTRAINT pk_audit_events PRIMARY KEY (id)
);
INSERT INTO "audit_events" VALUES(1,'2026-11-01 12:00:00.000000','u','admin','p','plan:create','/nodes/v1/plans',201,'req-1','{"plan": "plan-1"}');
CREATE TABLE eon_clusters (
	id VARCHAR(36) NOT NULL, 
	manager_id VARCHAR(36) NOT NULL, 
	moid VARCHAR(64) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	datacenter_moid VARCHAR(64) NOT NULL, 
	datacenter VARCHAR(255) NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	error JSON, 
	operation_id VARCHAR(36), 
	hypervisor_id VARCHAR(64), 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_eon_clusters PRIMARY KEY (id), 
	CONSTRAINT uq_eon_clusters_manager_id_moid UNIQUE (manager_id, moid), 
	CONSTRAINT fk_eon_clusters_manager_id FOREIGN KEY(manager_id) REFERENCES eon_managers (id) ON DELETE CASCADE
);
INSERT INTO "eon_clusters" VALUES('cluster-1','manager-1','domain-c1','prod','datacenter-1','dc','activated','{"code": "x", "message": "It broke."}','op-2','h1','2026-11-01 12:00:00.000000','2026-11-01 12:00:00.000000');
CREATE TABLE eon_managers (
	id VARCHAR(36) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	ip_address VARCHAR(255) NOT NULL, 
	port INTEGER NOT NULL, 
	username VARCHAR(255) NOT NULL, 
	secret_id VARCHAR(255) NOT NULL, 
	ca_pem TEXT, 
	fingerprint VARCHAR(95), 
	revision INTEGER NOT NULL, 
	auto_import BOOLEAN NOT NULL, 
	state VARCHAR(32) NOT NULL, 
	state_reason TEXT, 
	version VARCHAR(32), 
	build VARCHAR(32), 
	last_contact DATETIME, 
	read_at DATETIME, 
	watcher VARCHAR(255), 
	watched_until DATETIME, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_eon_managers PRIMARY KEY (id), 
	CONSTRAINT uq_eon_managers_name UNIQUE (name), 
	CONSTRAINT uq_eon_managers_ip_address UNIQUE (ip_address)
);
INSERT INTO "eon_managers" VALUES('manager-1','vc','192.0.2.7',443,'administrator@vsphere.local','secret-1',NULL,NULL,3,1,'registered',NULL,'8.0','1',NULL,NULL,NULL,NULL,'2026-11-01 12:00:00.000000','2026-11-01 12:00:00.000000');
CREATE TABLE eon_notifications (
	id VARCHAR(36) NOT NULL, 
	event VARCHAR(64) NOT NULL, 
	payload JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_eon_notifications PRIMARY KEY (id)
);
INSERT INTO "eon_notifications" VALUES('note-1','cluster.activated','{}','2026-11-01 12:00:00');
CREATE TABLE eon_properties (
	id VARCHAR(36) NOT NULL, 
	parent_kind VARCHAR(16) NOT NULL, 
	parent_id VARCHAR(36) NOT NULL, 
	"key" VARCHAR(255) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_eon_properties PRIMARY KEY (id), 
	CONSTRAINT uq_eon_properties_parent_kind_parent_id_key UNIQUE (parent_kind, parent_id, "key")
);
INSERT INTO "eon_properties" VALUES('prop-1','cluster','cluster-1','network','{}');
CREATE TABLE eon_proxies (
	parent_kind VARCHAR(16) NOT NULL, 
	parent_id VARCHAR(36) NOT NULL, 
	datacenter VARCHAR(255) NOT NULL, 
	port_group VARCHAR(255) NOT NULL, 
	hostname VARCHAR(63) NOT NULL, 
	dhcp BOOLEAN NOT NULL, 
	address VARCHAR(45), 
	netmask VARCHAR(45), 
	gateway VARCHAR(45), 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_eon_proxies PRIMARY KEY (parent_kind, parent_id)
);
INSERT INTO "eon_proxies" VALUES('cluster','cluster-1','dc','VM Network','proxy-1',1,NULL,NULL,NULL,'2026-11-01 12:00:00');
CREATE TABLE eon_seen (
	manager_id VARCHAR(36) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	moid VARCHAR(64) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT pk_eon_seen PRIMARY KEY (manager_id, kind, moid), 
	CONSTRAINT fk_eon_seen_manager_id FOREIGN KEY(manager_id) REFERENCES eon_managers (id) ON DELETE CASCADE
);
INSERT INTO "eon_seen" VALUES('manager-1','cluster','domain-c1','prod','{"hosts": []}');
CREATE TABLE helion_alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT helion_alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "helion_alembic_version" VALUES('0005');
CREATE TABLE idempotency_keys (
	user_id VARCHAR(64) NOT NULL, 
	"key" VARCHAR(255) NOT NULL, 
	fingerprint VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	status INTEGER, 
	headers JSON, 
	body BLOB, 
	CONSTRAINT pk_idempotency_keys PRIMARY KEY (user_id, "key")
);
INSERT INTO "idempotency_keys" VALUES('u','k','f','2026-11-01 12:00:00.000000',NULL,NULL,NULL);
CREATE TABLE imports (
	id VARCHAR(36) NOT NULL, 
	secret_id VARCHAR(36) NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_imports PRIMARY KEY (id)
);
INSERT INTO "imports" VALUES('import-1','secret-1','2026-11-01 12:00:00.000000','2026-11-01 12:00:00.000000');
CREATE TABLE operation_lines (
	id INTEGER NOT NULL, 
	operation_id VARCHAR(36) NOT NULL, 
	at DATETIME NOT NULL, 
	step VARCHAR(128), 
	text TEXT NOT NULL, 
	CONSTRAINT pk_operation_lines PRIMARY KEY (id), 
	CONSTRAINT fk_operation_lines_operation_id FOREIGN KEY(operation_id) REFERENCES operations (id) ON DELETE CASCADE
);
INSERT INTO "operation_lines" VALUES(1,'op-1','2026-11-01 12:00:00.000000','move','It broke.');
CREATE TABLE operation_resources (
	operation_id VARCHAR(36) NOT NULL, 
	resource VARCHAR(191) NOT NULL, 
	held VARCHAR(191), 
	CONSTRAINT pk_operation_resources PRIMARY KEY (operation_id, resource), 
	CONSTRAINT fk_operation_resources_operation_id FOREIGN KEY(operation_id) REFERENCES operations (id) ON DELETE CASCADE, 
	CONSTRAINT uq_operation_resources_held UNIQUE (held)
);
INSERT INTO "operation_resources" VALUES('op-1','node:node-1',NULL);
INSERT INTO "operation_resources" VALUES('op-1','stack:overcloud',NULL);
CREATE TABLE operation_steps (
	operation_id VARCHAR(36) NOT NULL, 
	name VARCHAR(128) NOT NULL, 
	position INTEGER NOT NULL, 
	title VARCHAR(255) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	progress INTEGER NOT NULL, 
	message TEXT NOT NULL, 
	started_at DATETIME, 
	finished_at DATETIME, 
	CONSTRAINT pk_operation_steps PRIMARY KEY (operation_id, name), 
	CONSTRAINT fk_operation_steps_operation_id FOREIGN KEY(operation_id) REFERENCES operations (id) ON DELETE CASCADE
);
INSERT INTO "operation_steps" VALUES('op-1','disable',0,'Disable the services','failed',100,'Nova is away.','2026-11-01 12:00:00.000000','2026-11-01 12:00:00.000000');
INSERT INTO "operation_steps" VALUES('op-1','move',1,'Move the virtual machines away','failed',10,'','2026-11-01 12:00:00.000000','2026-11-01 12:00:00.000000');
CREATE TABLE operations (
	id VARCHAR(36) NOT NULL, 
	service VARCHAR(32) NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	title VARCHAR(255) NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	progress INTEGER NOT NULL, 
	request JSON NOT NULL, 
	notes JSON NOT NULL, 
	secret_id VARCHAR(36), 
	error JSON, 
	cancel_requested BOOLEAN NOT NULL, 
	no_return BOOLEAN NOT NULL, 
	retry_of VARCHAR(36), 
	started_by_id VARCHAR(64), 
	started_by_name VARCHAR(255), 
	project_id VARCHAR(64), 
	request_id VARCHAR(64), 
	owner VARCHAR(255), 
	lease_until DATETIME, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	started_at DATETIME, 
	finished_at DATETIME, 
	CONSTRAINT pk_operations PRIMARY KEY (id)
);
INSERT INTO "operations" VALUES('op-1','nodes','scale_in','Remove overcloud-compute-1','failed',40,'{"title": "Remove overcloud-compute-1", "stack": "overcloud", "servers": ["server-1"], "nodes": ["node-1"], "hosts": ["overcloud-compute-1"], "after": "keep", "migration": "live", "changes": {"ComputeCount": 1}, "before": {"ComputeCount": 2}}','{"moves": []}',NULL,'{"code": "timed-out", "message": "Waited 60 seconds for node-1 to become available, in vain.", "step": "move", "left": ["Disable the services: Nova is away."]}',0,0,NULL,'u','admin','p','req-1',NULL,NULL,'2026-11-01 12:00:00.000000','2026-11-01 12:00:00.000000','2026-11-01 12:00:00.000000','2026-11-01 12:00:00.000000');
INSERT INTO "operations" VALUES('op-2','eon','activate','Activate prod','queued',0,'{"cluster": "cluster-1"}','{}',NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-11-01 12:00:00.000000','2026-11-01 12:00:00.000000',NULL,NULL);
CREATE TABLE plans (
	id VARCHAR(36) NOT NULL, 
	action VARCHAR(32) NOT NULL, 
	title VARCHAR(255) NOT NULL, 
	request JSON NOT NULL, 
	content JSON NOT NULL, 
	watched JSON NOT NULL, 
	work JSON NOT NULL, 
	secret_id VARCHAR(36), 
	operation_id VARCHAR(36), 
	created_by VARCHAR(255), 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_plans PRIMARY KEY (id)
);
INSERT INTO "plans" VALUES('plan-1','scale_in','Remove overcloud-compute-1','{"action": "scale_in", "nodes": ["overcloud-compute-1"], "after": "keep", "migration": "live"}','{"steps": [{"name": "disable", "title": "Disable the services"}], "checks": [{"title": "Quorum", "result": "pass", "detail": "Three controllers remain."}], "changes": ["overcloud-compute-1 leaves."], "servers": [{"change": "removed", "name": "overcloud-compute-1", "role": "compute", "node": "node-1", "node_name": "rack1-u20"}]}','{"overcloud": "CREATE_COMPLETE, last changed 2026-11-01", "check Quorum": "pass", "change 1": "overcloud-compute-1 leaves."}','{"kind": "scale_in", "request": {"title": "Remove overcloud-compute-1", "stack": "overcloud", "servers": ["server-1"], "nodes": ["node-1"], "hosts": ["overcloud-compute-1"], "after": "keep", "migration": "live", "changes": {"ComputeCount": 1}, "before": {"ComputeCount": 2}}, "resources": ["stack:overcloud", "node:node-1"]}',NULL,NULL,'admin','2026-11-01 12:00:00.000000','2036-10-29 12:00:00.000000');
CREATE TABLE secrets (
	id VARCHAR(36) NOT NULL, 
	payload TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_secrets PRIMARY KEY (id)
);
INSERT INTO "secrets" VALUES('secret-1','gAAAAA-sealed','2026-11-01 12:00:00.000000');
CREATE TABLE write_lock (
	id INTEGER NOT NULL, 
	CONSTRAINT pk_write_lock PRIMARY KEY (id)
);
INSERT INTO "write_lock" VALUES(1);
CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (created_at);
CREATE INDEX ix_audit_events_at ON audit_events (at);
CREATE INDEX ix_operations_retry_of ON operations (retry_of);
CREATE INDEX ix_operations_created_at ON operations (created_at);
CREATE INDEX ix_operations_state ON operations (state);
CREATE INDEX ix_operation_lines_operation_id ON operation_lines (operation_id);
CREATE INDEX ix_operation_resources_resource ON operation_resources (resource);
CREATE INDEX ix_plans_expires_at ON plans (expires_at);
CREATE INDEX ix_imports_expires_at ON imports (expires_at);
CREATE INDEX ix_eon_clusters_state ON eon_clusters (state);
CREATE INDEX ix_eon_notifications_created_at ON eon_notifications (created_at);
COMMIT;
