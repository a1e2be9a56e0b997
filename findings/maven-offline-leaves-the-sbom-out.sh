#!/usr/bin/env bash
# A Maven build offline succeeds without a bill of materials, though the plugin that makes it is bound to the build and at hand.
#
# One would expect: makeBom of CycloneDX's Maven plugin says that it requires Maven to be online, so a build with -o, in which it cannot
#   run, fails, as it does if the goal is named on the command line ("Goal requires online mode for execution but Maven is currently
#   offline"). Reviewers warn of that: it "makes every mvn -o package fail".
# What happens: bound to a phase, the goal is left out. The build says BUILD SUCCESS, exits with 0, and the jar is there without its bill.
#   One warning tells of it ("Goal makeBom requires online mode for execution but Maven is currently offline, skipping"), which -q does not show.
# Version: org.cyclonedx:cyclonedx-maven-plugin 2.9.3, Maven 3.9.16.
# Source: run and seen; the expectation: dependency-check/DependencyCheck#8312, CycloneDX/cyclonedx-maven-plugin#439.
#
# Exit status: 0 it is so, 1 it is not so any more, 2 it could not be tried.
set -uo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/p"
cat > "$dir/p/pom.xml" <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <properties><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
  <dependencies>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>2.0.17</version></dependency>
  </dependencies>
  <build><plugins><plugin>
    <groupId>org.cyclonedx</groupId><artifactId>cyclonedx-maven-plugin</artifactId><version>2.9.3</version>
    <executions><execution><phase>package</phase><goals><goal>makeBom</goal></goals></execution></executions>
  </plugin></plugins></build>
</project>
POM
# Where the wrapper has unpacked Maven, one repository for all four.
maven() { (cd "$here" && ./mvnw -B -f "$dir/p/pom.xml" -Dmaven.repo.local="$dir/m2" "$@") > "$dir/out" 2>&1; }

maven package || { tail -n 5 "$dir/out"; exit 2; }
grep -o "Apache Maven [0-9.]*" <(cd "$here" && ./mvnw --version)
online=$(ls "$dir/p/target/bom.json" 2>/dev/null | wc -l)
echo "online: exit 0, bills: $online"
rm -rf "$dir/p/target"

maven -o package
bound=$?
offline=$(ls "$dir/p/target/bom.json" 2>/dev/null | wc -l)
echo "offline, bound to package: exit $bound, bills: $offline, jars: $(ls "$dir/p/target/"*.jar 2>/dev/null | wc -l)"
grep -E "requires online|BUILD" "$dir/out" | sed 's/^/  /'

maven -o -q package
echo "the same with -q: exit $?, lines told: $(wc -l < "$dir/out")"

maven -o org.cyclonedx:cyclonedx-maven-plugin:2.9.3:makeBom
named=$?
echo "offline, named on the command line: exit $named"
grep -o "Goal requires online mode[^.]*" "$dir/out" | head -n 1 | sed 's/^/  /'

[ "$online" = 1 ] || exit 2
if [ "$bound" = 0 ] && [ "$offline" = 0 ] && [ "$named" != 0 ]; then
  echo "So it is: the goal that must be online is left out of a build, and fails only if it is named."
else
  echo "Not so any more."
  exit 1
fi
