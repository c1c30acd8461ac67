-- Bulk exports and subscriptions (docs/adr/0012).

-- What an export saw, by the transactionTime it told its client: the next _since of that instant gets
-- exactly what was not visible then, however early its own time stamp is.
create table export_mark (
  transaction_time timestamptz(3) primary key,
  snapshot         pg_snapshot not null
);

create table export_job (
  id        text collate "C" primary key,
  owner     text collate "C" not null, -- subject and client: nobody else's request finds it
  requester text not null,             -- JSON; the gate is asked with it, chunk by chunk
  request   text not null,             -- the kick-off's address, for the manifest
  level     text not null,
  patients  bigint[] not null,         -- of a Group
  types     smallint[] not null,
  since     timestamptz(6),            -- _since, as the stretch its precision names
  until     timestamptz(6),
  state     text not null,             -- WAITING, RUNNING, DONE, FAILED
  progress  text not null default '',
  attempt   int not null default 0,    -- who works on an older attempt has lost the job
  node      text not null default '',
  created   timestamptz(6) not null,
  seen      timestamptz(6) not null,   -- the worker's last sign of life
  at        timestamptz(3),            -- transactionTime
  expires   timestamptz(6) not null
);

-- Versions, not bytes: a file is rendered when it is fetched, each part decided anew.
create table export_part (
  job      text collate "C" not null references export_job on delete cascade,
  file     int not null,
  part     int not null,
  type     smallint not null,
  deleted  boolean not null,
  patients bigint[] not null,
  rows     bigint[] not null,
  versions int[] not null,
  primary key (job, file, part)
);

-- What the server needs of a Subscription beside its resource.
create table subscription (
  id        text collate "C" primary key,
  requester text not null,             -- JSON of who wrote it last: whose eyes it has
  state     text not null,             -- REQUESTED, ACTIVE; what is in error or off is not served
  ends      timestamptz(6) not null,
  xact      xid8 not null,             -- the outbox is read up to here: (xact, seq)
  seq       bigint not null,
  failures  int not null default 0,    -- in a row
  due       timestamptz(6) not null,   -- not looked at before
  lease     bigint not null default 0  -- grows with every claim; who holds an older one has lost it
);

grant select, insert on export_mark to ${app};
grant select, insert, update, delete on export_job, export_part, subscription to ${app};
