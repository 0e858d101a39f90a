package dev.muster.bolt.packstream;

/** The bytes that open a value (facts/bolt.md 3.1) and the tags of structures (3.2). */
final class Marker {
    static final int NULL = 0xC0;
    static final int FLOAT64 = 0xC1;
    static final int FALSE = 0xC2;
    static final int TRUE = 0xC3;
    static final int INT8 = 0xC8;
    static final int INT16 = 0xC9;
    static final int INT32 = 0xCA;
    static final int INT64 = 0xCB;
    static final int BYTES8 = 0xCC;
    static final int BYTES16 = 0xCD;
    static final int BYTES32 = 0xCE;
    static final int TINY_STRING = 0x80;
    static final int STRING8 = 0xD0;
    static final int STRING16 = 0xD1;
    static final int STRING32 = 0xD2;
    static final int TINY_LIST = 0x90;
    static final int LIST8 = 0xD4;
    static final int LIST16 = 0xD5;
    static final int LIST32 = 0xD6;
    static final int TINY_MAP = 0xA0;
    static final int MAP8 = 0xD8;
    static final int MAP16 = 0xD9;
    static final int MAP32 = 0xDA;
    static final int TINY_STRUCTURE = 0xB0;

    static final int NODE = 'N';
    static final int RELATIONSHIP = 'R';
    static final int UNBOUND_RELATIONSHIP = 'r';
    static final int PATH = 'P';
    static final int DATE = 'D';
    static final int TIME = 'T';
    static final int LOCAL_TIME = 't';
    static final int LOCAL_DATE_TIME = 'd';
    static final int DATE_TIME_UTC = 'I';
    static final int DATE_TIME_ZONE_UTC = 'i';
    static final int DATE_TIME_LOCAL = 'F';
    static final int DATE_TIME_ZONE_LOCAL = 'f';
    static final int DURATION = 'E';
    static final int POINT_2D = 'X';
    static final int POINT_3D = 'Y';

    private Marker() {}
}
