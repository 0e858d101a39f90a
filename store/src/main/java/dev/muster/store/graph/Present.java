package dev.muster.store.graph;

import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** The value of maps that are sets: it says nothing and takes no space. */
enum Present {
    YES;

    /** How it is stored: not at all. */
    static final class Type extends BasicDataType<Present> {
        static final Type INSTANCE = new Type();

        private Type() {}

        @Override
        public int getMemory(Present present) {
            return 0;
        }

        @Override
        public void write(WriteBuffer target, Present present) {
            // Nothing: there is only one.
        }

        @Override
        public Present read(ByteBuffer source) {
            return YES;
        }

        @Override
        public Present[] createStorage(int size) {
            return new Present[size];
        }
    }
}
