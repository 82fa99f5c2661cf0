namespace OmniHelix.Data.Tables.Arrow;

/// <summary>How the values of a field lie in buffers.</summary>
internal enum ArrowLayout
{
    /// <summary>No buffer.</summary>
    Null,

    /// <summary>Validity, bits.</summary>
    Boolean,

    /// <summary>Validity, values of one width.</summary>
    Fixed,

    /// <summary>Validity, 4-byte offsets, bytes.</summary>
    Text,

    /// <summary>Validity, 8-byte offsets, bytes.</summary>
    LargeText,

    /// <summary>Validity, views of 16 bytes, any number of buffers with bytes.</summary>
    View,

    /// <summary>Validity, values of one width that are bytes.</summary>
    FixedBytes,

    /// <summary>Validity, 4-byte offsets; a child.</summary>
    List,

    /// <summary>Validity, 8-byte offsets; a child.</summary>
    LargeList,

    /// <summary>Validity; a child with the same number of values for each.</summary>
    FixedList,

    /// <summary>Validity; children.</summary>
    Struct,
}
