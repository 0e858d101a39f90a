package dev.muster;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The calls that reach past {@code dev.muster.runtime} (DESIGN, D2), where they are allowed, and what to use instead. */
final class OutsideWorld {
    /** The packages that are the outside: the real world itself, and edges that no simulation contains. */
    private static final List<String> EDGES = List.of(
            "dev.muster.runtime.real",
            "dev.muster.bolt",
            "dev.muster.node.http",
            "dev.muster.node.discovery.atomix",
            "dev.muster.node.edge",
            "dev.muster.node.cli",
            "dev.muster.node.launcher",
            "dev.muster.node.shell",
            "dev.muster.node.demo",
            "dev.muster.node.bench",
            "dev.muster.backup.cli",
            "dev.muster.sim.cli",
            "dev.muster.clustertests");

    /** The Java API of backups, whose {@code await} is for programs that may block; and who reads stages that are complete. */
    private static final Set<String> MAY_WAIT = Set.of(
            "dev.muster.backup.online.Backup",
            "dev.muster.backup.online.ServerSurvey",
            "dev.muster.runtime.sim.Simulation");

    private static final String CLOCK = "the World's Clock (wallMillis for people, monotonicNanos for durations)";
    private static final String RANDOM = "the World's Random (nextUuid for identifiers)";
    private static final String LANES = "a Lane of the World's Scheduler (execute, schedule)";
    private static final String WAITING = "what is hung on the stage; threads that may block wait in an edge";
    private static final String DISK = "the World's Disk";
    private static final String NETWORK = "the World's Network";

    private record Ban(Pattern call, String instead) {}

    /** Calls as {@code class.method}, constructors as {@code class.<init>}. */
    private static final List<Ban> BANS = List.of(
            ban("java\\.lang\\.System\\.(currentTimeMillis|nanoTime)", CLOCK),
            ban("java\\.time\\.[A-Za-z]+\\.now", CLOCK),
            ban("java\\.time\\.Clock\\.(system|tick).*", CLOCK),
            ban("java\\.util\\.Date\\.<init>", CLOCK),
            ban("java\\.lang\\.Math\\.random", RANDOM),
            ban("java\\.util\\.UUID\\.randomUUID", RANDOM),
            ban("java\\.util\\.concurrent\\.ThreadLocalRandom\\..*", RANDOM),
            ban("java\\.security\\.SecureRandom\\..*", RANDOM),
            ban("java\\.lang\\.Thread\\.(<init>|sleep|start)", LANES),
            ban("java\\.util\\.Timer\\.<init>", LANES),
            ban("java\\.util\\.concurrent\\.(Executors|ForkJoinPool|ThreadPoolExecutor)\\..*", LANES),
            ban("java\\.util\\.concurrent\\.ScheduledThreadPoolExecutor\\..*", LANES),
            ban("java\\.util\\.concurrent\\.CompletableFuture\\.(orTimeout|completeOnTimeout|delayedExecutor)", LANES),
            ban("java\\.util\\.concurrent\\.(CompletableFuture|Future)\\.(get|join)", WAITING),
            ban("java\\.util\\.concurrent\\.(CountDownLatch|Semaphore|locks\\.Condition)\\.(await|acquire).*", WAITING),
            ban("java\\.util\\.Collection\\.parallelStream", "stream()"),
            ban("java\\.nio\\.channels\\.(FileChannel|AsynchronousFileChannel)\\.open", DISK),
            ban("java\\.nio\\.file\\.Files\\..*", DISK),
            ban("java\\.io\\.(RandomAccessFile|FileInputStream|FileOutputStream|FileReader|FileWriter)\\.<init>", DISK),
            ban("java\\.io\\.File\\.<init>", "java.nio.file.Path with the World's Disk"),
            ban("java\\.net\\.(Socket|ServerSocket|DatagramSocket)\\.<init>", NETWORK),
            ban("java\\.nio\\.channels\\.(ServerSocketChannel|SocketChannel|DatagramChannel)\\.open", NETWORK),
            ban("java\\.net\\.URL\\.(openConnection|openStream)", NETWORK),
            ban("java\\.net\\.http\\.HttpClient\\..*", NETWORK),
            ban("java\\.net\\.InetAddress\\.(getByName|getAllByName|getLocalHost)", NETWORK));

    private OutsideWorld() {}

    private static Ban ban(String call, String instead) {
        return new Ban(Pattern.compile(call), instead);
    }

    /** What the classes do that they should not, as sentences, sorted. */
    static List<String> readIn(Iterable<JavaClass> classes) {
        List<String> found = new ArrayList<>();
        for (JavaClass type : classes) {
            if (EDGES.stream().noneMatch(edge -> (type.getPackageName() + ".").startsWith(edge + "."))) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    explain(access, found);
                }
            }
        }
        return found.stream().distinct().sorted().toList();
    }

    private static void explain(JavaAccess<?> access, List<String> found) {
        String call =
                access.getTargetOwner().getName() + "." + access.getTarget().getName();
        BANS.stream()
                .filter(ban -> ban.call().matcher(call).matches())
                .filter(ban -> !ban.instead().equals(WAITING)
                        || !MAY_WAIT.contains(access.getOriginOwner().getName()))
                .forEach(ban -> found.add(sentence(access, call, ban.instead())));
        if (access.getTarget() instanceof CodeUnitAccessTarget target && WITHOUT_OWNER.test(target)) {
            found.add(sentence(access, call, "the overload with an executor, and give it a Lane"));
        }
        if (access.getTarget() instanceof CodeUnitAccessTarget target && isUnseeded(target)) {
            found.add(sentence(access, call, RANDOM));
        }
    }

    private static String sentence(JavaAccess<?> access, String call, String instead) {
        return access.getOriginOwner().getName() + " calls " + call + " " + access.getSourceCodeLocation() + "; use "
                + instead;
    }

    /** {@code CompletableFuture.…Async} on the common pool. */
    private static final Predicate<CodeUnitAccessTarget> WITHOUT_OWNER =
            target -> target.getOwner().getName().startsWith("java.util.concurrent.Completa")
                    && target.getName().endsWith("Async")
                    && target.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Executor.class));

    private static boolean isUnseeded(CodeUnitAccessTarget target) {
        String owner = target.getOwner().getName();
        return (owner.equals("java.util.Random") || owner.equals("java.util.SplittableRandom"))
                && target.getName().equals("<init>")
                && target.getRawParameterTypes().isEmpty();
    }
}
