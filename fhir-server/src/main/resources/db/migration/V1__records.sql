-- The records, the gate's facts, the journal. docs/architecture.md draws it.
-- ${app} is the role the hub works as; this script runs as the owner of the schema.
-- `patient` leads every key, so that the same tables distribute by patient. It is the 64-bit hash of
-- "Patient/<id>" (kernel Hash64), or 0 for what belongs to no patient.

create sequence resource_row as bigint cache 50;

-- Interned combinations of what consent looks at (docs/adr/0002).
create table facet (
  id              int generated always as identity primary key,
  type            smallint not null,
  data_class      text not null,
  sensitivity     text[] not null,
  confidentiality text not null,
  recorder        text not null,
  unique (type, data_class, sensitivity, confidentiality, recorder)
);

-- Current versions, one row a resource.
create table resource (
  patient  bigint not null,
  type     smallint not null,
  row      bigint not null default nextval('resource_row'),
  id       text collate "C" not null,
  version  int not null,
  updated  timestamptz(6) not null,
  xact     xid8 not null default pg_current_xact_id(),
  recorder text not null,
  facet    int not null,
  members  bigint[] not null default '{}', -- further compartments; a permit from each is needed
  tokens   bigint[] not null,          -- hashed tokens, references and uris
  present  smallint[] not null,        -- parameters that have a value, ascending: what :missing asks
  words    text collate "C" not null,  -- what is told beside codes, and uris: looked through, not up
  since    timestamptz(6),             -- the main date of the type, as [since, until)
  until    timestamptz(6),
  labels   text[] not null default '{}', -- derived security labels: change without touching the body
  meta     text not null,              -- meta as written, without versionId and lastUpdated
  body     bytea not null,             -- the JSON as written, without resourceType, id and meta
  primary key (patient, type, row)
);
create unique index resource_by_id on resource (type, id);
create index resource_by_date on resource (patient, type, since);
create index resource_by_update on resource (type, updated, row);
-- Finding a person by birth date crosses all patients; the other types are searched within one.
create index resource_by_birthdate on resource (since) where type = ${patientType};
create index resource_by_token on resource using gin (tokens);

-- Every earlier version, and deletions.
create table resource_history (
  patient  bigint not null,
  type     smallint not null,
  row      bigint not null,
  id       text collate "C" not null,
  version  int not null,
  updated  timestamptz(6) not null,
  xact     xid8 not null,
  recorder text not null,
  facet    int not null,
  members  bigint[] not null default '{}',
  change   "char" not null,            -- C created, U updated, D deleted: how this version came to be
  labels   text[] not null default '{}',
  meta     text not null,
  body     bytea not null,             -- empty for a deletion
  primary key (patient, row, version)
);
create index resource_history_by_id on resource_history (type, id, version);
alter table resource add column change "char" not null;

-- The further compartments again, to be found by patient.
create table member (
  patient bigint not null,
  owner   bigint not null,
  type    smallint not null,
  row     bigint not null,
  primary key (patient, owner, type, row)
);
create index member_by_row on member (owner, type, row);

-- Search values that need order or prefix.
create table string_value (
  patient bigint not null,
  row     bigint not null,
  type    smallint not null,
  param   smallint not null,
  value   text collate "C" not null,   -- folded: width, case, kana
  exact   text collate "C" not null
);
create index string_value_by_row on string_value (patient, row, param);
create index string_value_by_value on string_value (type, param, value);

create table date_value (
  patient bigint not null,
  row     bigint not null,
  type    smallint not null,
  param   smallint not null,
  since   timestamptz(6) not null,
  until   timestamptz(6) not null
);
create index date_value_by_row on date_value (patient, row, param);
create index date_value_by_value on date_value (type, param, since);

create table number_value (
  patient bigint not null,
  row     bigint not null,
  type    smallint not null,
  param   smallint not null,
  unit    bigint not null,             -- hash of "system|code", 0 for plain numbers
  code    bigint not null,             -- hash of "|code"
  label   bigint not null,             -- hash of "|unit" as people write it, if that is not the code
  low     numeric not null,
  high    numeric not null,
  base    bigint not null,             -- hash of the UCUM base unit, 0 if it cannot be converted
  base_low  numeric not null,          -- the same amount in the base unit, to 15 digits
  base_high numeric not null,
  beside  bigint[] not null            -- codes of the same element, for composite parameters
);
create index number_value_by_row on number_value (patient, row, param);
create index number_value_by_value on number_value (type, param, unit, low);

-- Interned, compiled consent: consent ids, named actors and periods are slots, equal choices share one.
create table policy (
  id   int generated always as identity primary key,
  hash bytea not null unique,
  text text not null
);

-- One row a patient: the current policy, and which facets are present.
create table compartment (
  patient bigint primary key,
  id      text collate "C" not null unique,
  policy  int not null,
  slots   text[] not null default '{}',
  facets  int[] not null default '{}',
  epoch   bigint not null default 0    -- grows with every change of policy or ties
);

-- Who stands in which relation to a patient, as stated by CareTeam, RelatedPerson, EpisodeOfCare …
create table tie (
  patient bigint not null,
  row     bigint not null,             -- the resource that states it
  kind    text not null,
  actor   text collate "C" not null,
  powers  text[] not null default '{}',
  since   timestamptz(6) not null,
  until   timestamptz(6) not null
);
create index tie_by_row on tie (patient, row);
create index tie_by_actor on tie (actor, patient);

-- Clients whose privacy assessment is valid: the service layer of the gate.
create table service (
  client      text primary key,
  name        text not null,
  classes     text[] not null,
  scopes      text not null,
  valid_until timestamptz not null
);

-- The emergency sheet in blocks, so that the gate picks them.
create table emergency_sheet (
  patient     bigint not null,
  block       text not null,
  facet       int not null,
  residue     text not null default '',
  valid_until timestamptz(6) not null,
  body        bytea not null,          -- JSON array of the block's items
  primary key (patient, block, facet)
);

-- Which version of a rule made what is kept ready beside the rows.
create table kept (
  name    text primary key,
  version int not null
);

-- The journal: append-only, one hash chain a node.
create table journal (
  node      text not null,
  seq       bigint not null,
  at        timestamptz(6) not null,
  patient   bigint not null,           -- 0: nobody in particular
  kind      text not null,
  content   bytea,                     -- JSON; empty after an erasure, digest stays
  salt      bytea,
  digest    bytea not null,            -- SHA-256(salt, content)
  prev_hash bytea not null,
  hash      bytea not null,            -- SHA-256(prev_hash, node, seq, at, patient, kind, digest)
  primary key (node, seq)
);
create index journal_by_patient on journal (patient, at);

-- Journal rows of writes whose batch is not on disk yet: written with the data, deleted with the
-- journal's own rows. What a killed hub leaves here is journalled at its next start.
create table pending (
  id      bigint generated always as identity primary key,
  node    text not null,
  entries bytea not null
);

-- Heads of the chains, signed with a key that is not in the database.
create table journal_head (
  node      text not null,
  seq       bigint not null,
  at        timestamptz(6) not null,
  hash      bytea not null,
  signature bytea not null,
  key_id    text not null,
  primary key (node, seq)
);

-- Events, in the transaction that made them. Readers stay below the oldest running transaction.
create table outbox (
  seq     bigint generated always as identity primary key,
  xact    xid8 not null default pg_current_xact_id(),
  at      timestamptz(6) not null,
  kind    text not null,
  patient bigint not null,
  type    smallint not null,
  id      text collate "C" not null,
  version int not null
);

grant usage on schema public to ${app};
grant usage on sequence resource_row to ${app};
grant select, insert, update, delete on
  resource, resource_history, member, string_value, date_value, number_value, compartment, tie,
  service, emergency_sheet, kept, outbox, pending to ${app};
grant select, insert on facet, policy, journal, journal_head to ${app};
-- Whoever owns nothing here may not rewrite history: the journal is insert-only for the application.
revoke update, delete, truncate on journal, journal_head from ${app};
