-- Browser apps that are not the hub's own call it from another origin (docs/adr/0024): of an assessed
-- client, the origins that its pages come from, as scheme://host[:port].
alter table service add column origins text[] not null default '{}';
