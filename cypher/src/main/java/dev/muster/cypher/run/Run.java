package dev.muster.cypher.run;

import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.Notification;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.function.Surroundings;
import dev.muster.cypher.notice.Notice;
import dev.muster.cypher.value.GraphView;
import dev.muster.store.change.GraphTransaction;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** One execution of a statement: its graph, its parameters, and what its operators share. One thread. */
public final class Run {
    /** How many steps may pass before the interrupt is asked again. */
    private static final int STEPS = 512;

    private final ExecutionContext context;
    private final Map<String, Object> parameters;
    private final GraphView graph;
    private final Surroundings surroundings;
    private final Statistics statistics = new Statistics();
    private final IdentityHashMap<Object, List<Operator>> plans;
    private final Profile profile;
    private final Memory memory;
    private final Set<Notification> told;
    private boolean skippedNull;
    private int steps;

    public Run(ExecutionContext context, Map<String, Object> parameters) {
        this(context, parameters, null);
    }

    /** A run that is counted; {@code profile} null: it is not. */
    public Run(ExecutionContext context, Map<String, Object> parameters, Profile profile) {
        this(context, parameters, profile, new IdentityHashMap<>(), new LinkedHashSet<>());
    }

    private Run(
            ExecutionContext context,
            Map<String, Object> parameters,
            Profile profile,
            IdentityHashMap<Object, List<Operator>> plans,
            Set<Notification> told) {
        this.plans = plans;
        this.told = told;
        this.context = context;
        this.parameters = parameters;
        this.profile = profile;
        this.memory = new Memory(context.outside().memory());
        this.graph = new GraphView(counted(context.transaction()), context.databaseId());
        this.surroundings =
                new Surroundings(graph, context.databaseName(), context.statementMillis(), context.random());
    }

    private GraphTransaction counted(GraphTransaction transaction) {
        return profile == null ? transaction : new CountedTransaction(transaction, profile);
    }

    /** The run of a part of this statement in a transaction of its own; it is planned anew, unless it is profiled. */
    Run in(GraphTransaction transaction) {
        return new Run(
                context.in(transaction), parameters, profile, profile == null ? new IdentityHashMap<>() : plans, told);
    }

    /** Goes on with the statement's own transaction in another state. */
    void goOnWith(GraphTransaction transaction) {
        graph.moveTo(counted(transaction));
    }

    public ExecutionContext context() {
        return context;
    }

    public GraphView graph() {
        return graph;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    /** What this run keeps. */
    public Memory memory() {
        return memory;
    }

    public Statistics statistics() {
        return statistics;
    }

    public Object parameter(String name) {
        return parameters.get(name);
    }

    public Map<String, Object> parameters() {
        return parameters;
    }

    /** An operator's rows, counted if this run is profiled and plans show the operator. */
    RowSource watched(Operator operator, RowSource rows) {
        return profile == null ? rows : profile.watch(operator, rows);
    }

    /** An aggregating function was given a null, which it does not count. */
    void skipNull() {
        if (!skippedNull) {
            skippedNull = true;
            told.add(Notice.NULL_SKIPPED.at(null));
        }
    }

    /** Has the author told of something, once. */
    void tell(Notification notification) {
        told.add(notification);
    }

    /** What the author is to be told of this execution so far. */
    public List<Notification> told() {
        return List.copyOf(told);
    }

    /** To be called in every loop that can be long. */
    public void tick() {
        if (++steps >= STEPS) {
            steps = 0;
            context.interrupt().run();
        }
    }

    /** What was planned for {@code owner} in this run. */
    public List<Operator> plan(Object owner, Supplier<List<Operator>> planning) {
        List<Operator> plan = plans.get(owner);
        if (plan == null) {
            plan = planning.get();
            plans.put(owner, plan);
        }
        return plan;
    }

    /** To be called by every writing operator before it begins. */
    void checkWritable() {
        if (!context.writable()) {
            throw CypherError.ACCESS_MODE.exception(context.databaseName());
        }
    }
}
