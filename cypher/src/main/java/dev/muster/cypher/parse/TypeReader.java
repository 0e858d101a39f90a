package dev.muster.cypher.parse;

import dev.muster.cypher.ast.TypeSpec;
import dev.muster.cypher.ast.TypeSpec.Name;
import dev.muster.cypher.error.CypherError;
import java.util.ArrayList;
import java.util.List;
import org.neo4j.cypher.internal.parser.v5.Cypher5Parser;

/** Reads the types of {@code IS :: …}. */
final class TypeReader {
    private final Reading reading;

    TypeReader(Reading reading) {
        this.reading = reading;
    }

    TypeSpec read(Cypher5Parser.TypeContext context) {
        List<TypeSpec> parts = new ArrayList<>();
        for (Cypher5Parser.TypePartContext part : context.typePart()) {
            TypeSpec type = read(part);
            if (type instanceof TypeSpec.Union union) {
                parts.addAll(union.parts());
            } else {
                parts.add(type);
            }
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        long notNull = parts.stream().filter(TypeReader::isNotNull).count();
        if (notNull != 0 && notNull != parts.size()) {
            throw reading.error(context, CypherError.TYPE_NULLABILITY);
        }
        return new TypeSpec.Union(parts);
    }

    private static boolean isNotNull(TypeSpec type) {
        return type instanceof TypeSpec.Simple simple && simple.notNull()
                || type instanceof TypeSpec.ListOf list && list.notNull();
    }

    private TypeSpec read(Cypher5Parser.TypePartContext context) {
        TypeSpec type = read(context.typeName(), context.typeNullability() != null);
        for (Cypher5Parser.TypeListSuffixContext suffix : context.typeListSuffix()) {
            type = new TypeSpec.ListOf(type, suffix.typeNullability() != null);
        }
        return type;
    }

    private TypeSpec read(Cypher5Parser.TypeNameContext context, boolean notNull) {
        if (context.type() == null) {
            return new TypeSpec.Simple(name(context), notNull);
        } else if (context.LIST() != null || context.ARRAY() != null) {
            return new TypeSpec.ListOf(read(context.type()), notNull);
        } else if (notNull) {
            throw reading.error(
                    context, CypherError.PATTERN, "Closed Dynamic Union Types can not be appended with `NOT NULL`");
        }
        return read(context.type());
    }

    private Name name(Cypher5Parser.TypeNameContext c) {
        if (c.NOTHING() != null) {
            return Name.NOTHING;
        } else if (c.NULL() != null) {
            return Name.NULL;
        } else if (c.BOOL() != null || c.BOOLEAN() != null) {
            return Name.BOOLEAN;
        } else if (c.VARCHAR() != null || c.STRING() != null) {
            return Name.STRING;
        } else if (c.INT() != null || c.INTEGER() != null) {
            return Name.INTEGER;
        } else if (c.FLOAT() != null) {
            return Name.FLOAT;
        } else if (c.DURATION() != null) {
            return Name.DURATION;
        } else if (c.POINT() != null) {
            return Name.POINT;
        }
        return c.DATE() != null
                        || c.DATETIME() != null
                        || c.TIMESTAMP() != null
                        || !c.TIME().isEmpty()
                ? temporal(c)
                : structure(c);
    }

    private static Name temporal(Cypher5Parser.TypeNameContext c) {
        if (c.DATE() != null) {
            return Name.DATE;
        }
        boolean local = c.LOCAL() != null || c.WITHOUT() != null;
        boolean dateTime = c.DATETIME() != null || c.TIMESTAMP() != null;
        if (dateTime) {
            return local ? Name.LOCAL_DATETIME : Name.ZONED_DATETIME;
        }
        return local ? Name.LOCAL_TIME : Name.ZONED_TIME;
    }

    private Name structure(Cypher5Parser.TypeNameContext c) {
        if (c.NODE() != null || c.VERTEX() != null) {
            return Name.NODE;
        } else if (c.RELATIONSHIP() != null || c.EDGE() != null) {
            return Name.RELATIONSHIP;
        } else if (c.MAP() != null) {
            return Name.MAP;
        } else if (c.PATH() != null || c.PATHS() != null) {
            return Name.PATH;
        } else if (c.PROPERTY() != null) {
            return Name.PROPERTY_VALUE;
        } else if (c.ANY() != null) {
            return Name.ANY;
        }
        throw reading.unsupported(c, "the type " + Reading.text(c));
    }
}
