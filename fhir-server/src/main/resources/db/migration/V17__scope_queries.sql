-- What scopes that are narrowed by a search hold earlier versions to (docs/adr/0023): the tokens of
-- the version, as they stood in resource. Null: written by an older release and not looked at yet;
-- such a version is hidden from a sign-on whose scope is narrowed.
alter table resource_history add column tokens bigint[];

-- The way over the versions that tell less than a decision may look at: empty when it is over.
drop index resource_history_unmarked;
create index resource_history_unmarked on resource_history (row, version)
  where marks is null or tokens is null;
