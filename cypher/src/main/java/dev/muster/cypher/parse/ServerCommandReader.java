package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Expr;
import java.util.ArrayList;
import java.util.List;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads the administration commands about servers and about what is placed on them. */
final class ServerCommandReader {
    private final Reading reading;

    ServerCommandReader(Reading reading) {
        this.reading = reading;
    }

    /** Null if the command is none of these. SHOW SERVERS is read with the other SHOWs. */
    Command read(Cypher5Parser.CommandContext context) {
        if (context.enableServerCommand() != null) {
            Cypher5Parser.EnableServerCommandContext c = context.enableServerCommand();
            return new Command.EnableServer(text(c.stringOrParameter()), false, options(c.commandOptions()));
        }
        if (context.alterCommand() != null && context.alterCommand().alterServer() != null) {
            Cypher5Parser.AlterServerContext c = context.alterCommand().alterServer();
            return new Command.EnableServer(text(c.stringOrParameter()), true, options(c.commandOptions()));
        }
        if (context.renameCommand() != null && context.renameCommand().renameServer() != null) {
            Cypher5Parser.RenameServerContext c = context.renameCommand().renameServer();
            return new Command.RenameServer(text(c.stringOrParameter(0)), text(c.stringOrParameter(1)));
        }
        if (context.dropCommand() != null && context.dropCommand().dropServer() != null) {
            return new Command.DropServer(
                    text(context.dropCommand().dropServer().stringOrParameter()));
        }
        return context.allocationCommand() == null ? null : allocation(context.allocationCommand());
    }

    private Command allocation(Cypher5Parser.AllocationCommandContext context) {
        boolean dryRun = context.DRYRUN() != null;
        if (context.deallocateDatabaseFromServers() == null) {
            return new Command.ReallocateDatabases(dryRun);
        }
        List<Expr> servers = new ArrayList<>();
        context.deallocateDatabaseFromServers().stringOrParameter().forEach(server -> servers.add(text(server)));
        return new Command.DeallocateServers(servers, dryRun);
    }

    private Expr text(Cypher5Parser.StringOrParameterContext context) {
        return context.parameter() != null
                ? AtomReader.parameter(context.parameter())
                : new Expr.Literal(Literals.string(reading, context.stringLiteral()));
    }

    private Expr options(Cypher5Parser.CommandOptionsContext context) {
        return context == null ? null : CommandReader.options(reading, context.mapOrParameter());
    }
}
