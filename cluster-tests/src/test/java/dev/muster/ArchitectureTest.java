package dev.muster;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The plan of the house (DESIGN, section 1) as a test: which module may use which, that packages form no cycles, where each
 * library may be seen, that nothing reads the outside world directly (D2), and names that say nothing.
 */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.muster");

    /** Module to the packages it may use, beyond its own. */
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "runtime", Set.of(),
            "raft", Set.of("runtime"),
            "store", Set.of("runtime"),
            "catalog", Set.of("store"),
            "backup", Set.of("runtime", "store", "catalog"),
            "cypher", Set.of("store", "catalog"),
            "bolt", Set.of("runtime", "store.value"),
            "node", Set.of("runtime", "raft", "store", "catalog", "backup", "cypher", "bolt"),
            "sim", Set.of("runtime", "raft", "store", "catalog", "backup", "cypher", "bolt", "node"),
            "clustertests", Set.of("runtime", "raft", "store", "catalog", "backup", "cypher", "bolt", "node", "sim"));

    @ParameterizedTest
    @ValueSource(
            strings = {"runtime", "raft", "store", "catalog", "backup", "cypher", "bolt", "node", "sim", "clustertests"
            })
    void usesOnlyTheModulesThePlanAllows(String module) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass from : HOUSE) {
            if (isIn(from, module)) {
                for (Dependency use : from.getDirectDependenciesFromSelf()) {
                    if (!mayUse(module, use.getTargetClass())) {
                        wrong.add(use.getDescription());
                    }
                }
            }
        }
        assertThat(wrong)
                .as(
                        "%s may use %s and nothing else of the house (DESIGN, section 1). Move the class to a module that "
                                + "may use both, or let %s say in an interface of its own what it needs",
                        module, ARROWS.get(module).isEmpty() ? "nothing" : ARROWS.get(module), module)
                .isEmpty();
    }

    private static boolean mayUse(String module, JavaClass target) {
        return !target.getPackageName().startsWith("dev.muster.")
                || isIn(target, module)
                || ARROWS.get(module).stream().anyMatch(allowed -> isIn(target, allowed));
    }

    private static boolean isIn(JavaClass type, String packageBelowMuster) {
        return (type.getPackageName() + ".").startsWith("dev.muster." + packageBelowMuster + ".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"runtime", "raft", "store", "catalog", "backup", "cypher", "bolt", "node", "sim", "clustertests"
            })
    void packagesOfAModuleFormNoCycle(String module) {
        SlicesRuleDefinition.slices()
                .assignedFrom(packagesOf(module))
                .should()
                .beFreeOfCycles()
                .because("a package that cannot be read without the next is not a package; turn the weaker arrow round "
                        + "with an interface, or join the two")
                .allowEmptyShould(true)
                .check(HOUSE);
    }

    private static SliceAssignment packagesOf(String module) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                boolean ignored = KnownBreaches.ROOT_IN_CYCLES.contains(module)
                        && type.getPackageName().equals("dev.muster." + module);
                return isIn(type, module) && !ignored
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages of " + module;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "io.microraft, raft",
        "org.h2, store",
        "org.neo4j.cypher.internal, cypher",
        "io.atomix, node.discovery.atomix",
        "com.esotericsoftware, node.discovery.atomix",
        "io.micrometer, node.http|node.server|backup.watch",
        "io.netty, runtime.real|bolt|node.http|node.discovery.atomix",
        "org.neo4j.driver, node.cli|node.shell|node.demo|node.bench|node.launcher|clustertests",
        "org.jline, node.cli|node.shell",
        "com.github.luben.zstd, backup",
        "software.amazon.awssdk, backup.s3",
        "org.springframework, catalog.security",
    })
    void aLibraryIsSeenOnlyWhereItIsAtHome(String library, String homes) {
        List<String> rooms = List.of(homes.split("\\|"));
        Set<String> wrong = new TreeSet<>();
        for (JavaClass from : HOUSE) {
            if (rooms.stream().noneMatch(room -> isIn(from, room))) {
                for (Dependency use : from.getDirectDependenciesFromSelf()) {
                    if (use.getTargetClass().getPackageName().startsWith(library)) {
                        wrong.add(use.getDescription());
                    }
                }
            }
        }
        assertThat(wrong)
                .as("%s is used in %s only (DESIGN, section 5), behind our own types everywhere else", library, rooms)
                .isEmpty();
    }

    @Test
    void nothingReadsTheOutsideWorldDirectly() {
        assertThat(KnownBreaches.without(OutsideWorld.readIn(HOUSE)))
                .as(
                        "time, threads, chance, files and sockets are reached through dev.muster.runtime only, so that whole "
                                + "clusters can be simulated (DESIGN, D2)")
                .isEmpty();
    }

    @Test
    void namesSayWhatAClassIs() {
        Pattern empty = Pattern.compile(".*(Manager|Helper|Utils?|Common|Impl)");
        assertThat(HOUSE.stream()
                        .filter(type -> empty.matcher(type.getSimpleName()).matches())
                        .map(JavaClass::getName))
                .as("a class is named after the one job it has; Manager, Helper, Util, Common and Impl name none")
                .isEmpty();
    }

    @Test
    void everyModuleIsSeenByThisTest() {
        for (String module : ARROWS.keySet()) {
            if (!module.equals("clustertests")) { // has had tests only so far
                assertThat(HOUSE.stream().anyMatch(type -> isIn(type, module)))
                        .as("classes of %s", module)
                        .isTrue();
            }
        }
    }
}
