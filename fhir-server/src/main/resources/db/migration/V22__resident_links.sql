-- Whose record an account opens (docs/adr/0032): one account has one record, one record one account, and
-- whoever comes second is refused. Keycloak asks and tells here before it writes its own attribute.
create table resident_link (
  account text primary key,                  -- sub of the account's tokens
  patient text not null unique,              -- id of the Patient
  basis   text not null check (basis in ('certain', 'counter')),
  decider text not null,                     -- sub of the registrar, or the client that matched
  linked  timestamptz(6) not null
);

grant select, insert, delete on resident_link to ${app};

-- To match, Keycloak asks as the counter does: who has this birth date; and it leaves a task there if unsure.
update service
   set name = 'サインオン(患者の選択、記録の照合)',
       classes = array['identity', 'encounter'],
       scopes = 'user/Patient.rs user/Task.cru'
 where client = 'keycloak';
