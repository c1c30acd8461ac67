-- SMART App Launch (docs/adr/0020).

-- Keycloak asks the hub in the name of the person who signs on: whom may they choose, and still see. It does so by
-- ordinary tokens, so it is a service like any other, and needs no more than who somebody is.
insert into service (client, name, classes, scopes, valid_until)
values ('keycloak', 'サインオン(患者の選択)', array['identity'], 'user/Patient.rs', '9999-12-31T00:00:00Z');

-- What a running app hands to the app it launches. The id is opaque; whoever reads this table cannot use it.
create table smart_launch (
  digest  bytea primary key,                 -- SHA-256 of the id
  subject text not null,                     -- who launches, and alone may use it
  client  text,                              -- the one app it is meant for; null if any
  context jsonb not null,                    -- patient, encounter, fhirContext, intent, need_patient_banner
  until   timestamptz(6) not null,
  used    timestamptz(6)
);
create index smart_launch_by_time on smart_launch (until);

grant select, insert, delete on smart_launch to ${app};
grant update (used) on smart_launch to ${app};
