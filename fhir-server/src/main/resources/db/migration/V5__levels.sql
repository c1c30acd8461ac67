-- The history of a type is read from its newest end, page by page: the same order that
-- resource_by_update gives the current versions. All types together are read type by type.
create index resource_history_by_update on resource_history (type, updated, row, version);
