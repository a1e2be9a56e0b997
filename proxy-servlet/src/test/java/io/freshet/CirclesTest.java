package io.freshet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No class depends on itself by way of others; each pair that does so by design is named here. */
class CirclesTest {

    private static final JavaClasses FRESHET = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.freshet");

    /** A class with all that is nested in it is one slice. */
    private static final SliceAssignment TOP_LEVEL_CLASSES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("io.freshet")
                    ? SliceIdentifier.of(topLevel(type.getName()))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "top-level classes";
        }
    };

    private static String topLevel(String name) {
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private static SliceRule withoutPair(SliceRule rule, String one, String other) {
        return rule.ignoreDependency(in(one), in(other));
    }

    private static DescribedPredicate<JavaClass> in(String topLevel) {
        return DescribedPredicate.describe(
                topLevel, type -> topLevel(type.getName()).equals("io.freshet." + topLevel));
    }

    @Test
    void no_class_depends_on_itself_by_way_of_others() {
        SliceRule rule = slices().assignedFrom(TOP_LEVEL_CLASSES).should().beFreeOfCycles();
        // A request that waits takes its next step where it took its first.
        rule = withoutPair(rule, "engine.course.AwaitInFlight", "engine.course.RequestCollapser");
        // A tag covers the responses that carry it.
        rule = withoutPair(rule, "policy.InvalidationScope", "policy.Tags");
        // The values of a key may themselves be values under keys.
        rule = withoutPair(rule, "config.file.Key", "config.file.Values");
        // Whether a request is sent again depends on what its connection has seen, and the connection on whether it may
        // be.
        rule = withoutPair(rule, "proxy.origin.OriginConnection", "proxy.origin.RetryRule");
        rule.check(FRESHET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.freshet.(*)..", "io.freshet.store.(*)..", "io.freshet.engine.(*)..", "io.freshet.(**)"})
    void no_package_depends_on_itself_by_way_of_others(String packages) {
        slices().matching(packages).should().beFreeOfCycles().check(FRESHET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "memory", "tiered"})
    void kinds_of_stores_know_nothing_of_each_other(String kind) {
        noClasses()
                .that()
                .resideInAPackage("io.freshet.store." + kind + "..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "are of another kind of store",
                        type -> Pattern.matches("io\\.freshet\\.store\\.\\w+", type.getPackageName())
                                && !type.getPackageName().equals("io.freshet.store." + kind)))
                .check(FRESHET);
    }

    @Test
    void the_engine_touches_neither_the_servlet_api_nor_a_socket() {
        noClasses()
                .that()
                .resideInAPackage("io.freshet.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.servlet..",
                        "java.net..",
                        "java.nio.channels..",
                        "org.eclipse.jetty.client..",
                        "org.eclipse.jetty.server..",
                        "org.eclipse.jetty.io..",
                        "redis.clients..")
                .check(FRESHET);
    }
}
