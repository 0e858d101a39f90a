package dev.muster.clustertests;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test of a class a cluster of its own as a parameter of type {@link Cluster}: started and ready before the test,
 * gone with all its files after it. A class that takes it as a parameter of its constructor, and has one instance
 * ({@code @TestInstance(PER_CLASS)}), shares one cluster among all its tests.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(MusterClusterExtension.class)
public @interface MusterCluster {
    /** How many servers; 1 to 11. */
    int primaries() default 3;

    /** Databases created before the test, besides the default one. */
    String[] databases() default {};

    /** Whether each server is a process of its own: slower, and what kill, pause and exit codes really need. */
    boolean processes() default false;

    /** Further settings of every server, each {@code key=value}. */
    String[] settings() default {};
}
