# Prints the block of README.md that is fenced as `want` (c, output) behind the marker line <!-- example -->.
/^<!-- example -->$/ { marked = 1; next }
marked && $0 == "```" want { printing = 1; next }
printing && /^```$/ { exit }
printing { print }
