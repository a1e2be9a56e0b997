package io.freshet;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses FRESHET = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.freshet");

    @Test
    void dependencies_point_from_the_adapter_to_http_and_never_back() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .withOptionalLayers(true)
                .layer("servlet")
                .definedBy("io.freshet.servlet..")
                .layer("proxy")
                .definedBy("io.freshet.proxy..")
                .layer("routing")
                .definedBy("io.freshet.routing..")
                .layer("engine")
                .definedBy("io.freshet.engine..")
                .layer("coding")
                .definedBy("io.freshet.coding..")
                .layer("store")
                .definedBy("io.freshet.store..")
                .layer("policy")
                .definedBy("io.freshet.policy..")
                .layer("http")
                .definedBy("io.freshet.http..")
                .layer("tls")
                .definedBy("io.freshet.tls..")
                .layer("config")
                .definedBy("io.freshet.config..")
                .layer("admin")
                .definedBy("io.freshet.admin..")
                .whereLayer("admin")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("servlet")
                .mayOnlyBeAccessedByLayers("admin")
                .whereLayer("proxy")
                .mayOnlyBeAccessedByLayers("servlet", "admin")
                .whereLayer("routing")
                .mayOnlyBeAccessedByLayers("proxy", "servlet", "admin")
                .whereLayer("engine")
                .mayOnlyBeAccessedByLayers("routing", "proxy", "servlet", "admin")
                .whereLayer("coding")
                .mayOnlyBeAccessedByLayers("engine")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers("engine", "proxy", "servlet", "admin")
                .whereLayer("policy")
                .mayOnlyBeAccessedByLayers("store", "engine", "routing", "proxy", "servlet", "admin")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers(
                        "policy", "coding", "store", "engine", "routing", "proxy", "servlet", "admin", "config")
                .whereLayer("tls")
                .mayOnlyBeAccessedByLayers("store", "proxy", "servlet")
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers("tls", "store", "engine", "routing", "proxy", "servlet", "admin")
                .check(FRESHET);
    }

    @Test
    void rooms_of_the_proxy_have_one_way_imports() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy("io.freshet.proxy")
                .layer("admission")
                .definedBy("io.freshet.proxy.admission..")
                .layer("exchange")
                .definedBy("io.freshet.proxy.exchange..")
                .layer("origin")
                .definedBy("io.freshet.proxy.origin..")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("admission")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("exchange")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("origin")
                .mayOnlyBeAccessedByLayers("exchange", "root")
                .check(FRESHET);
    }

    /** Each room is known by those after it alone. */
    @Test
    void rooms_of_the_engine_have_one_way_imports() {
        List<String> rooms = List.of("rules", "lookup", "compression", "collapsing", "storing", "response", "course");
        for (int i = 0; i < rooms.size(); i++) {
            String[] later = rooms.subList(i + 1, rooms.size()).stream()
                    .map(room -> "io.freshet.engine." + room + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.freshet.engine." + rooms.get(i) + "..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(later).or(resideInAPackage("io.freshet.engine")))
                    .check(FRESHET);
        }
    }

    @Test
    void only_adapters_touch_the_servlet_api() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.freshet.servlet..", "io.freshet.admin..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.servlet..")
                .check(FRESHET);
    }

    @Test
    void configuration_knows_no_more_of_ours_than_http_and_log() {
        noClasses()
                .that()
                .resideInAPackage("io.freshet.config..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.freshet.policy..",
                        "io.freshet.coding..",
                        "io.freshet.tls..",
                        "io.freshet.store..",
                        "io.freshet.engine..",
                        "io.freshet.routing..",
                        "io.freshet.proxy..",
                        "io.freshet.servlet..",
                        "io.freshet.admin..")
                .check(FRESHET);
    }

    @Test
    void http_and_policy_reach_nothing_but_values() {
        classes()
                .that()
                .resideInAnyPackage("io.freshet.http..", "io.freshet.policy..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.nio.charset",
                        "java.security",
                        // A keyed digest is a function of its input.
                        "javax.crypto",
                        "javax.crypto.spec",
                        "org.eclipse.jetty.http",
                        "org.greenbytes.http.sfv",
                        "org.jspecify.annotations",
                        "io.freshet.http..",
                        "io.freshet.policy..")
                .check(FRESHET);
    }

    @Test
    void http_and_policy_are_told_the_time() {
        noClasses()
                .that()
                .resideInAnyPackage("io.freshet.http..", "io.freshet.policy..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.System")
                .orShould()
                .callMethodWhere(readsTheClock())
                .check(FRESHET);
    }

    private static DescribedPredicate<JavaCall<?>> readsTheClock() {
        return DescribedPredicate.describe(
                "reads the clock",
                call -> call.getTargetOwner().getPackageName().startsWith("java.time")
                        && call.getName().equals("now"));
    }
}
