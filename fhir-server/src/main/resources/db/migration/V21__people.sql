-- Who is asked to stand around a resident's wishes (docs/adr/0029).

-- An invitation is a standing order of the resident: what is to be written when it is accepted, and
-- whose word it is. Of its code only the SHA-256 is kept.
create table invitation (
  id          text collate "C" primary key,
  hash        bytea not null unique,
  patient     text collate "C" not null,     -- Patient/id
  person      text collate "C" not null,     -- RelatedPerson/id
  role        text not null check (role in ('agent', 'alternate', 'helper', 'family')),
  powers      text[] not null,
  may_decide  boolean not null,
  limits      text not null,
  consents    text[] not null,               -- Consent/id, proposed until it is accepted
  requester   text not null,                 -- who ordered it, as their token said
  session     text collate "C" not null,     -- in which sign-on
  made        timestamptz(6) not null,
  ends        timestamptz(6) not null,
  state       text not null check (state in
                ('invited', 'accepted', 'declined', 'lapsed', 'ended', 'resigned')),
  answered    timestamptz(6),
  answered_by text collate "C"               -- who signed on and answered
);
create index invitation_by_person on invitation (patient, person, made);
-- One code opens at a time.
create unique index invitation_open on invitation (patient, person) where state = 'invited';
create index invitation_by_end on invitation (ends) where state = 'invited';

-- Codes that a sign-on tried and that there were not.
create table invitation_miss (
  subject text collate "C" primary key,
  since   timestamptz(6) not null,
  misses  int not null
);

grant select, insert on invitation to ${app};
grant update (state, answered, answered_by) on invitation to ${app};
grant select, insert, update, delete on invitation_miss to ${app};

-- Mail on its way; a row goes when it was sent, refused or given up.
create table mail (
  id        text collate "C" primary key,
  recipient text not null,
  subject   text not null,
  body      text not null,
  due       timestamptz(6) not null,
  failures  int not null
);
create index mail_by_time on mail (due);
grant select, insert, update, delete on mail to ${app};

-- Up to when what changed (SUDDEN), and what became a year old (YEARLY), was looked at for causes to ask somebody for something.
create table prompt_look (
  kind text primary key,
  at   timestamptz(6) not null
);
grant select, insert, update on prompt_look to ${app};
