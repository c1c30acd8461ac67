-- Breaking the glass (docs/adr/0018), and what the hub asks people to do by itself.

-- One row each time. What it opens is a row of `tie`, kind GLASS, under the same number of a row.
create table break_glass (
  id           text collate "C" primary key, -- of its review
  patient      bigint not null,
  patient_id   text collate "C" not null,    -- as it was asked: there may be no such patient
  row          bigint not null,
  subject      text not null,                -- who, as the token said it
  actor        text collate "C" not null,
  name         text not null,
  organization text collate "C",
  role         text not null,
  client       text not null,
  reason       text not null,
  said         text not null,
  since        timestamptz(6) not null,
  until        timestamptz(6) not null,
  ended        timestamptz(6)                -- before its time
);
create index break_glass_by_patient on break_glass (patient, actor);
create index break_glass_by_time on break_glass (since);
create index break_glass_by_row on break_glass (row);

-- How a review ended: once, and for all.
create table break_glass_review (
  id      text collate "C" primary key references break_glass,
  subject text not null,
  name    text not null,
  outcome text not null check (outcome in ('JUSTIFIED', 'NOT_JUSTIFIED', 'FOLLOW_UP')),
  said    text not null,
  at      timestamptz(6) not null
);

-- What the hub asked for by a Task of its own: once for each patient and kind, whichever node does it.
create table duty (
  patient bigint not null,
  kind    text not null,
  task    text collate "C" not null,
  at      timestamptz(6) not null,
  primary key (patient, kind)
);
-- Up to which day those who came of age have been asked.
create table duty_day (
  kind text primary key,
  day  date not null
);

create index compartment_by_birth on compartment (born) where born is not null;
create index compartment_by_death on compartment (patient) where died is not null;

-- Which patients have a policy that cannot be read.
create index compartment_by_policy on compartment (policy);

grant select, insert on break_glass, break_glass_review, duty to ${app};
grant update (ended) on break_glass to ${app};
grant select, insert, update on duty_day to ${app};
