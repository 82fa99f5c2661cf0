namespace OmniHelix.Data.Tables.Arrow;

/// <summary>Types of fields, with the numbers of the format (Schema.fbs of version 1.5).</summary>
internal enum ArrowType : byte
{
    /// <summary>Nothing but missing values.</summary>
    Null = 1,

    /// <summary>A whole number of 8, 16, 32 or 64 bits.</summary>
    Int = 2,

    /// <summary>A number of half, single or double precision.</summary>
    FloatingPoint = 3,

    /// <summary>Bytes.</summary>
    Binary = 4,

    /// <summary>Text.</summary>
    Utf8 = 5,

    /// <summary>True or false.</summary>
    Bool = 6,

    /// <summary>A whole number and a count of decimal places.</summary>
    Decimal = 7,

    /// <summary>Days, or milliseconds that are whole days.</summary>
    Date = 8,

    /// <summary>Time of day.</summary>
    Time = 9,

    /// <summary>A moment.</summary>
    Timestamp = 10,

    /// <summary>Months, days, or both.</summary>
    Interval = 11,

    /// <summary>Lists of any length.</summary>
    List = 12,

    /// <summary>Named fields.</summary>
    Struct = 13,

    /// <summary>One of several types.</summary>
    Union = 14,

    /// <summary>Bytes of one length.</summary>
    FixedSizeBinary = 15,

    /// <summary>Lists of one length.</summary>
    FixedSizeList = 16,

    /// <summary>Lists of keys and values.</summary>
    Map = 17,

    /// <summary>A length of time.</summary>
    Duration = 18,

    /// <summary>Bytes, with 8-byte offsets.</summary>
    LargeBinary = 19,

    /// <summary>Text, with 8-byte offsets.</summary>
    LargeUtf8 = 20,

    /// <summary>Lists, with 8-byte offsets.</summary>
    LargeList = 21,

    /// <summary>Values with the number of their repetitions.</summary>
    RunEndEncoded = 22,

    /// <summary>Views of bytes.</summary>
    BinaryView = 23,

    /// <summary>Views of text.</summary>
    Utf8View = 24,

    /// <summary>Views of lists.</summary>
    ListView = 25,

    /// <summary>Views of lists, with 8-byte offsets.</summary>
    LargeListView = 26,
}
