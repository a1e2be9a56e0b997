#!/usr/bin/env bash
# Apache HttpClient 5 takes no asctime date, and no date in a year of two digits of the last century.
#
# One would expect: DateUtils.parseStandardDate reads the three forms of RFC 9110 §5.6.7 ("a recipient that parses a timestamp value in
#   an HTTP field MUST accept all three"); the class has a constant for each, PATTERN_ASCTIME too, and names them the standard ones.
# What happens: every asctime date is null, with one digit of the day or with two. An RFC 850 date of a past year is null as well:
#   94 is read as 2094, where the same clause wants 1994, and then the name of the day does not fit and the whole date is dropped.
#   What is null counts as absent: an Expires in the past becomes no Expires, a Last-Modified no validator.
# Version: org.apache.httpcomponents.client5:httpclient5 5.6.5, a JDK 17 or later.
# Source: run and seen.
#
# Exit status: 0 it is so, 1 it is not so any more, 2 it could not be tried.
set -uo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
cat > "$dir/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.httpcomponents.client5</groupId><artifactId>httpclient5</artifactId><version>5.6.5</version>
    </dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
POM
(cd "$here" && ./mvnw -q -f "$dir/pom.xml" -Dmaven.repo.local="$dir/m2" \
  org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies -DoutputDirectory="$dir/lib") || exit 2

cat > "$dir/Dates.java" <<'JAVA'
import org.apache.hc.client5.http.utils.DateUtils;

class Dates {
    public static void main(String[] none) {
        String[] dates = {
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sunday, 06-Nov-39 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Wed Nov 16 08:49:37 1994",
        };
        String read = "";
        for (String date : dates) {
            Object instant = DateUtils.parseStandardDate(date);
            System.out.println(date + " -> " + instant);
            read += instant == null ? "-" : "+";
        }
        System.exit(read.equals("+-+--") ? 0 : 1);
    }
}
JAVA
echo "httpclient5 5.6.5, java $(java -version 2>&1 | head -n 1)"
timeout 60 java -cp "$dir/lib/*" "$dir/Dates.java"
case $? in
  0) echo "So it is: of the three forms one is always read, one sometimes, one never." ;;
  1) echo "Not so any more."; exit 1 ;;
  *) exit 2 ;;
esac
