-- Whoever matches people by their number finds them as filters compare it: case does not matter.
create index muster_scim_user_number on muster_scim_user (client, lower(employee_number));
