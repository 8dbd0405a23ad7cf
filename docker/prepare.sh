#!/usr/bin/env bash
# Makes what docker-compose.yml needs and nobody should have to make up: secrets, and a settings file to fill in.
# What is there already stays as it is.
#
#   docker/prepare.sh                for your own Okta and Hexnode; then fill in settings/muster.yml and the secrets it tells
#   docker/prepare.sh --simulators   for the ones that the profile "simulators" plays
#
# The folder install/ is yours alone; what is mounted in it can be read by the service's user in the container.
set -euo pipefail
cd "$(dirname "$0")/.."
umask 077
mkdir -p install/settings install/secrets/muster install/secrets/simulators install/models
chmod 755 install/settings install/secrets/muster install/secrets/simulators install/models

random() { head -c "$1" /dev/urandom | base64 | tr -d '\n=' | tr '+/' '-_'; }
whsec() { printf 'whsec_%s' "$(head -c 32 /dev/urandom | base64 | tr -d '\n')"; }
keep() { # FILE CONTENT
  if [ ! -e "$1" ]; then
    printf %s "$2" >"$1"
    chmod 444 "$1"
    echo "made $1"
  fi
}

secrets=install/secrets/muster
keep $secrets/spring.datasource.password "$(random 24)"
keep $secrets/muster.admin.password "$(random 18)"
keep "$secrets/muster.webhook.sources.hr.secrets[0]" "$(whsec)"

if [ "${1:-}" = --simulators ]; then
  keep $secrets/muster.okta.connections.okta.api-token "$(random 24)"
  keep $secrets/muster.hexnode.api-key "$(random 24)"
  keep install/secrets/simulators/control-token "$(random 24)"
  keep install/settings/muster.yml "muster:
  okta.connections.okta:
    org-url: http://simulators:9081
    plain-http: true # inside the network of this compose file only
  hexnode.url: http://simulators:9082
"
else
  keep install/settings/muster.yml "muster:
  okta.connections.okta:
    org-url: # https://acme.okta.com
  hexnode.url: # https://acme.hexnodemdm.com
"
  cat <<TELL
Now fill in install/settings/muster.yml, and put two secrets into files of their own, readable to all in that folder:
  $secrets/muster.okta.connections.okta.api-token
  $secrets/muster.hexnode.api-key
TELL
fi
echo "The first administrator is admin; the password is in $secrets/muster.admin.password"
