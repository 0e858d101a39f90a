package dev.muster.clustertests;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the cluster a test asks for by a parameter, and ends it after the test, whatever happened. */
public final class MusterClusterExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(MusterClusterExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent("cluster", key -> new Started(start(context)), Started.class)
                .cluster();
    }

    private static Cluster start(ExtensionContext context) {
        MusterCluster wanted = context.getRequiredTestClass().getAnnotation(MusterCluster.class);
        if (wanted == null) {
            throw new IllegalStateException(
                    context.getRequiredTestClass().getName() + " asks for a Cluster without @MusterCluster");
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : wanted.settings()) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        List<String> databases = Arrays.asList(wanted.databases());
        return wanted.processes()
                ? ProcessCluster.start(wanted.primaries(), databases, settings)
                : InProcessCluster.start(wanted.primaries(), databases, settings);
    }

    /** Closed by JUnit with the test's store. */
    private record Started(Cluster cluster) implements AutoCloseable {
        @Override
        public void close() {
            cluster.close();
        }
    }
}
