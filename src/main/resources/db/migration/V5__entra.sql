-- Where Entra tells us of changes: one subscription for each kind of thing. Written by the module directory.
create table muster_entra_subscription (
  connection       varchar(100) not null,
  resource         varchar(20)  not null,
  subscription     varchar(100),
  client_state     varchar(64)  not null,
  notification_url text         not null,
  expires_at       timestamptz  not null,
  claimed_until    timestamptz  not null,
  primary key (connection, resource)
);
