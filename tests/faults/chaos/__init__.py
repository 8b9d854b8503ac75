"""Two ``helion-api`` and two ``helion-conductor`` behind HAProxy, killed again and again."""
