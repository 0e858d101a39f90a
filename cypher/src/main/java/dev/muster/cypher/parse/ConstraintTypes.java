package dev.muster.cypher.parse;

import dev.muster.cypher.ast.TypeSpec;
import dev.muster.cypher.error.CypherError;
import dev.muster.store.schema.PropertyType;
import dev.muster.store.schema.PropertyType.Scalar;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads the type of {@code REQUIRE n.property IS :: type}: only what properties can be, and nothing of nulls. */
final class ConstraintTypes {
    private final Reading reading;

    ConstraintTypes(Reading reading) {
        this.reading = reading;
    }

    PropertyType read(Cypher5Parser.TypeContext context) {
        TypeSpec type = reading.types.read(context);
        Set<Scalar> scalars = EnumSet.noneOf(Scalar.class);
        Set<Scalar> lists = EnumSet.noneOf(Scalar.class);
        for (TypeSpec part : type instanceof TypeSpec.Union union ? union.parts() : List.of(type)) {
            if (part instanceof TypeSpec.Simple simple && !simple.notNull()) {
                scalars.add(scalar(simple, context));
            } else if (part instanceof TypeSpec.ListOf list
                    && !list.notNull()
                    && list.inner() instanceof TypeSpec.Simple inner
                    && inner.notNull()) {
                lists.add(scalar(inner, context));
            } else {
                throw unfit(part, context);
            }
        }
        return new PropertyType(scalars, lists);
    }

    private Scalar scalar(TypeSpec.Simple simple, Cypher5Parser.TypeContext context) {
        for (Scalar scalar : Scalar.values()) {
            if (scalar.name().equals(simple.name().name())) {
                return scalar;
            }
        }
        throw unfit(simple, context);
    }

    private RuntimeException unfit(TypeSpec part, Cypher5Parser.TypeContext context) {
        return reading.error(context, CypherError.CONSTRAINT_TYPE, part.text());
    }
}
