#!/usr/bin/env bash
# Prints the three headers that sign a file as Standard Webhooks 1.0.0 says.
#
#   sign.sh FILE [EVENT-ID] [UNIX-SECONDS]
#
# MUSTER_WEBHOOK_SECRET is whsec_ and base64, as in muster.webhook.sources.<source>.secrets.
# The id is the event's own: the same on every attempt, another for another event. Unless it is
# given, it is made from the content, so that sending a file twice is a repeat.
set -euo pipefail
file=${1:?name the file to sign}
: "${MUSTER_WEBHOOK_SECRET:?set it to the secret of the source, whsec_...}"

id=${2:-$(openssl dgst -sha256 -r "$file" | cut -c 1-32)}
seconds=${3:-$(date +%s)}
key=$(printf %s "${MUSTER_WEBHOOK_SECRET#whsec_}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \n')
signature=$({ printf '%s.%s.' "$id" "$seconds"; cat "$file"; } |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)

printf 'webhook-id: %s\nwebhook-timestamp: %s\nwebhook-signature: v1,%s\n' "$id" "$seconds" "$signature"
