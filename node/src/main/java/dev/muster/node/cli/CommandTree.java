package dev.muster.node.cli;

import dev.muster.node.cli.console.Console;
import dev.muster.node.shell.ShellCommand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Puts the commands of all rooms together under the root. */
final class CommandTree {
    private CommandTree() {}

    /**
     * The tree for a command line with these words. If they begin with a command, its branch is all there is: describing
     * every command to the parser takes longer than most of them run.
     */
    static CommandLine build(Muster root, Console console, String... words) {
        CommandLine tree = new CommandLine(root);
        Map<String, Supplier<Object>> branches = branches(console);
        Supplier<Object> only = words.length == 0 ? null : branches.get(words[0]);
        if (only != null) {
            tree.addSubcommand(words[0], only.get());
        } else {
            branches.forEach((word, branch) -> tree.addSubcommand(word, branch.get()));
            ServiceLoader.load(MoreCommands.class)
                    .forEach(more -> tree.addSubcommand(more.word(), more.commands(console)));
        }
        tree.setUsageHelpAutoWidth(true);
        return tree;
    }

    private static Map<String, Supplier<Object>> branches(Console console) {
        Map<String, Supplier<Object>> branches = new LinkedHashMap<>();
        branches.put("demo", () -> new DemoCommand(console));
        branches.put("cluster", () -> cluster(console));
        branches.put("fault", () -> fault(console));
        branches.put("server", ServerCommand::new);
        branches.put("shell", ShellCommand::new);
        branches.put("admin", () -> AdminCommands.forHelp(console));
        branches.put("bench", () -> bench(console));
        branches.put("record-classes", () -> new RecordClassesCommand(console));
        return branches;
    }

    private static CommandLine bench(Console console) {
        CommandLine group = Group.of("Measure this machine's floors, and the product beside them.");
        group.addSubcommand("floor", new BenchCommands.Floor(console));
        group.addSubcommand("start", new BenchCommands.Start(console));
        group.addSubcommand("commit", new BenchCommands.Commit(console));
        group.addSubcommand("backup", new BenchCommands.Backup(console));
        group.addSubcommand("failover", new BenchCommands.Failover(console));
        group.addSubcommand("raft-member", new BenchCommands.Member(console));
        group.addSubcommand("query", new BenchCommands.Query(console));
        group.addSubcommand("databases", new BenchDatabasesCommand(console));
        return group;
    }

    private static CommandLine cluster(Console console) {
        CommandLine group = Group.of("Local clusters on this machine.");
        group.addSubcommand("start", new ClusterStartCommand(console));
        group.addSubcommand("list", new ClusterCommands.ListAll(console));
        group.addSubcommand("status", new ClusterCommands.Status(console));
        group.addSubcommand("stop", new ClusterCommands.Stop(console));
        group.addSubcommand("restart", new ClusterCommands.Restart(console));
        group.addSubcommand("destroy", new ClusterCommands.Destroy(console));
        group.addSubcommand("logs", new ClusterLogsCommand(console));
        group.addSubcommand("env", new ClusterCommands.Env(console));
        group.addSubcommand("add", new ClusterGrowthCommands.Add(console));
        group.addSubcommand("remove", new ClusterGrowthCommands.Remove(console));
        return group;
    }

    private static CommandLine fault(Console console) {
        CommandLine group = Group.of(
                "Break servers of a local cluster on purpose; each command returns when its effect has been seen.");
        group.addSubcommand("kill", new FaultCommands.Kill(console));
        group.addSubcommand("pause", new FaultCommands.Pause(console));
        group.addSubcommand("resume", new FaultCommands.Resume(console));
        group.addSubcommand("restart", new FaultCommands.Restart(console));
        group.addSubcommand("list", new FaultCommands.ListActive(console));
        group.addSubcommand("heal", new FaultCommands.Heal(console));
        group.addSubcommand("partition", new LinkFaultCommands.Partition(console));
        group.addSubcommand("isolate", new LinkFaultCommands.Isolate(console));
        group.addSubcommand("delay", new LinkFaultCommands.Delay(console));
        group.addSubcommand("drop", new LinkFaultCommands.Drop(console));
        group.addSubcommand("disk-full", new MachineFaultCommands.DiskFull(console));
        group.addSubcommand("disk-slow", new MachineFaultCommands.DiskSlow(console));
        group.addSubcommand("disk-error", new MachineFaultCommands.DiskError(console));
        group.addSubcommand("clock-skew", new MachineFaultCommands.ClockSkew(console));
        return group;
    }
}
