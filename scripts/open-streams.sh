# Opens those of the three standard streams that are closed. Sourced by ./terrarium: what Java opens
# first would otherwise be taken for the stream, and a command would read its source from a jar.

# `true`, since a shell may end when a redirection of its special commands fails, such as `:`; and to
# another descriptor, since to itself it never does.
true 3>&2 || exec 2>/dev/null
{ true 3<&0; } 2>/dev/null || exec </dev/null
{ true 3>&1; } 2>/dev/null || exec >/dev/null
