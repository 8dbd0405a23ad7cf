#!/usr/bin/env bash
# Drops a CSV file into the watched folder: under another name first, so that nobody reads half.
#
#   drop.sh FILE
#
# MUSTER_CSV_FOLDER is the folder that muster.csv.folder names.
set -euo pipefail
file=${1:?name the file to drop}
inbox=${MUSTER_CSV_FOLDER:?set it to the folder that muster.csv.folder names}/inbox
name=$(basename "$file")

cp "$file" "$inbox/$name.part"
mv "$inbox/$name.part" "$inbox/$name"
