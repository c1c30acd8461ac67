-- Sign-on (docs/adr/0021): whose sessions there are and which of them ended, registered devices, proofs that were shown.

-- Whether an app may be used on registered devices alone.
alter table service add column on_devices boolean not null default false;

-- What was seen of a session, by app; who may see and end it follows from this.
create table session (
  sid          text collate "C" not null,
  client       text collate "C" not null,
  subject      text collate "C" not null,
  name         text not null,
  organization text collate "C",             -- Organization/id for which the person works
  key          text collate "C",             -- thumbprint of the key that its tokens are bound to
  since        timestamptz(6) not null,
  seen         timestamptz(6) not null,
  primary key (sid, client)
);
create index session_by_subject on session (subject);
create index session_by_organization on session (organization, seen);
create index session_by_seen on session (seen);

-- Sessions that ended before their tokens do. Read in every decision's snapshot.
create table session_end (
  sid     text collate "C" primary key,
  subject text collate "C" not null,
  at      timestamptz(6) not null,
  why     text not null check (why in ('LOGOUT', 'REVOKED')),
  by      text collate "C" not null           -- subject of who ended it; the issuer's name for a logout
);
create index session_end_by_time on session_end (at);

-- All of a subject's sessions ended that were begun before: for those that were not seen yet.
create table subject_end (
  subject text collate "C" primary key,
  before  timestamptz(6) not null
);

-- A device is the key that it alone holds (RFC 7638). Read in every decision's snapshot, too.
create table device (
  jkt           text collate "C" primary key,
  id            text collate "C" not null unique,
  organization  text collate "C" not null,
  name          text not null,
  registered    timestamptz(6) not null,
  registered_by text collate "C" not null,    -- subject of who made the pairing code
  revoked       timestamptz(6),
  revoked_by    text collate "C"
);
create index device_by_organization on device (organization, name);

-- One-time codes by which a device is registered; only their SHA-256 is kept.
create table device_code (
  hash         bytea primary key,
  organization text collate "C" not null,
  made_by      text collate "C" not null,
  until        timestamptz(6) not null
);

-- Proofs of possession and logout tokens that were shown once, until they would be too old anyway.
create table proof (
  hash  bytea primary key,
  until timestamptz(6) not null
);
create index proof_by_time on proof (until);

grant select, insert, update, delete on session, subject_end to ${app};
grant select, insert, delete on session_end, device_code, proof to ${app};
grant select, insert on device to ${app};
grant update (revoked, revoked_by) on device to ${app};
