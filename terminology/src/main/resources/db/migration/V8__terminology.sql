-- Code systems too large for a resource, each version whole or not at all (terminology/README.md).
-- The hub only reads them; the owner loads them (./hub terminology load).

-- One version of one code system. Its rows appear with it and go with it, in one transaction.
create table code_system (
  id       int generated always as identity primary key,
  url      text collate "C" not null,
  version  text collate "C" not null,
  about    text not null,               -- JSON: what it says about itself
  concepts int not null,
  kind     text not null,               -- the loader it came by
  source   text not null,               -- name of the file
  digest   bytea not null,              -- SHA-256 of file and mapping: the same again changes nothing
  loaded   timestamptz not null default now(),
  unique (url, version)
);

create table code_concept (
  system    int not null references code_system,
  ord       int not null,               -- from 0, in the order of the definition
  key       text collate "C" not null,  -- the code, in small letters where case does not count
  ancestors int[] not null,             -- with itself; empty where the system has no hierarchy
  body      text not null,              -- JSON: the concept
  primary key (system, ord)
);
create unique index code_concept_by_key on code_concept (system, key);

-- Which concepts have something, and where text stands. The keys: w and one character (concepts
-- whose words hold it), t and two characters (places in the text of all words, one concept's behind
-- the other's), s (where each concept's words begin), b and a code (it and all below it), c and a code
-- (its children), p and property = value, e and property, i (inactive), a (abstract), n (has children).
-- Numbers ascend, each written as its distance from the one before in 7-bit groups: a filter over
-- 100,000 concepts reads a few rows, is exact without a look at any concept, and loads fast.
create table code_posting (
  system int not null references code_system,
  key    text collate "C" not null,
  ords   bytea not null,
  primary key (system, key)
);
alter table code_posting alter column ords set storage external; -- packed already

-- Concept maps of the same kind.
create table code_map (
  id      int generated always as identity primary key,
  url     text collate "C" not null,
  version text collate "C" not null,
  name    text not null,
  source  text not null,                -- canonical of the system translated from
  target  text not null,
  pairs   int not null,
  file    text not null,
  digest  bytea not null,
  loaded  timestamptz not null default now(),
  unique (url, version)
);

create table code_pair (
  map         int not null references code_map,
  ord         int not null,
  source      text collate "C" not null,
  target      text collate "C" not null,
  equivalence text not null,
  comment     text not null,
  primary key (map, ord)
);

grant select on code_system, code_concept, code_posting, code_map, code_pair to ${app};
