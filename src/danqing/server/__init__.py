"""HTTP on loopback: routes, events as a stream, errors as problem+json. The command ``danqing serve`` runs it."""
