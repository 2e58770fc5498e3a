#!/bin/sh
# Three roles and what each may do with tables to come; temporary tables are the owner's alone. Runs once, when the database is made; any PostgreSQL 15 to 18.
set -eu
psql --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  --set owner_password="$APP_OWNER_PASSWORD" --set rw_password="$APP_RW_PASSWORD" \
  --set network_password="$APP_NETWORK_PASSWORD" <<'SQL'
CREATE ROLE app_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE app_rw LOGIN PASSWORD :'rw_password';
CREATE ROLE app_network LOGIN PASSWORD :'network_password';
CREATE DATABASE educities OWNER app_owner;
-- A temporary table of a role that serves people could stand before a table of the owner's.
REVOKE TEMPORARY ON DATABASE educities FROM PUBLIC;
\connect educities
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_rw;
ALTER DEFAULT PRIVILEGES FOR ROLE app_owner GRANT USAGE, SELECT ON SEQUENCES TO app_rw;
SQL
