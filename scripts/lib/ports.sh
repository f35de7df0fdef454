# shellcheck shell=bash
# shellcheck disable=SC2034  # the ports are for whoever sources this
# Ports of private Asterisks. To be sourced after install.sh.
#
# A slot is a range of ports, below those that the system hands out by itself. Each call leg takes two of them for RTP. Which instance of which checkout has which slot stands in one folder of the machine, and is
# decided under a lock, so that several start at once without taking each other's ports.
#
#   take_ports STATE [wide]
#                         take a slot for the instance that lives in STATE (the same as last time if it is free); keeps the
#                         lock until release_ports_lock, so that the ports are in use before another looks
#   read_ports STATE      the ports of the instance's slot
#   keep_ports STATE      keep it for an hour in which no Asterisk of that instance runs
#   free_ports STATE      give it back

ports_folder=/tmp/callflow-asterisk-ports
narrow_slots='20000 22000 24000 26000 28000 30000 6000 8000 10000'
wide_slots='12000 16000'

set_ports() {
  local base=$1
  sip_port=$((base + 60))
  trunk_port=$((base + 61))
  agi_port=$((base + 73))
  http_port=$((base + 80))
  ari_port=$((base + 88))
  rtp_start=$((base + 200))
  case " $wide_slots " in
    *" $base "*) rtp_end=$((base + 3999)) ;;
    *) rtp_end=$((base + 1999)) ;;
  esac
}

read_ports() { set_ports "$(cat "$1/slot")"; }

# ports_in_use: the numbers of all TCP ports that somebody listens on (0A), and of all UDP ports. A TCP connection whose other end
# has not noticed yet that this one is gone holds no port back: after a restart it would send an instance to another slot, away
# from all who know where it is.
ports_in_use() {
  local file
  for file in /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6; do
    [ -r "$file" ] || continue
    awk 'FNR > 1 && (FILENAME ~ /udp/ || $4 == "0A") { split($2, a, ":"); print a[length(a)] }' "$file"
  done | sort -u | while read -r port; do echo $((16#$port)); done
}

# owner_lives STATE BASE: does that instance still need its slot? Its Asterisk runs, or stopped less than an hour ago without
# `down`, as after a crash.
owner_lives() {
  local pid
  [ "$(cat "$1/slot" 2>/dev/null)" = "$2" ] || return 1
  pid=$(cat "$1/pid" 2>/dev/null || true)
  if [ -n "$pid" ] && tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qxF -- "$1/etc/asterisk.conf"; then return 0; fi
  [ -n "$(find "$ports_folder/$2" -mmin -60 2>/dev/null)" ]
}

# slot_free BASE STATE: no other living instance has it, and nobody has its fixed ports. Of the instance's own slot only those that
# Asterisk listens on count: callflow, and who plays the trunk, may still be up on theirs while it is started again.
slot_free() {
  local owner used ports port
  owner=$(cat "$ports_folder/$1" 2>/dev/null || true)
  if [ -n "$owner" ] && [ "$owner" != "$2" ] && owner_lives "$owner" "$1"; then return 1; fi
  used=" $(ports_in_use | tr '\n' ' ')"
  set_ports "$1"
  ports=("$sip_port" "$ari_port")
  if [ "$owner" != "$2" ]; then ports+=("$trunk_port" "$agi_port" "$http_port"); fi
  for port in "${ports[@]}"; do
    case $used in *" $port "*) return 1 ;; esac
  done
}

take_ports() {
  local folder=$1 base last slots="$narrow_slots $wide_slots"
  if [ ! -d "$ports_folder" ]; then
    mkdir -p "$ports_folder" && chmod 1777 "$ports_folder"
  fi
  exec 9<"$ports_folder"
  flock 9
  last=$(cat "$folder/slot" 2>/dev/null || true)
  if [ "${2:-}" = wide ]; then
    slots="$wide_slots $narrow_slots"
    # What it had last time counts only if it was wide.
    case " $wide_slots " in *" $last "*) ;; *) last= ;; esac
  fi
  for base in $last $slots; do
    if slot_free "$base" "$folder"; then
      rm -f "$ports_folder/$base"
      echo "$folder" >"$ports_folder/$base"
      echo "$base" >"$folder/slot"
      set_ports "$base"
      return 0
    fi
  done
  release_ports_lock
  die "no free range of ports for another Asterisk; tried those from $slots. Stop an instance: scripts/asterisk --instance NAME down. Taken by: $(cat "$ports_folder"/* 2>/dev/null | tr '\n' ' ')"
}

release_ports_lock() { exec 9<&-; }

# slot_of STATE: the slot that is taken for the instance, status 1 if none is.
slot_of() {
  local base
  base=$(cat "$1/slot" 2>/dev/null) && [ "$(cat "$ports_folder/$base" 2>/dev/null)" = "$1" ] && echo "$base"
}

keep_ports() {
  local base
  if base=$(slot_of "$1"); then touch "$ports_folder/$base"; fi
}

free_ports() {
  local base
  if base=$(slot_of "$1"); then rm -f "$ports_folder/$base"; fi
}
