namespace OmniHelix.Data.Tables.Arrow;

/// <summary>A schema, a dictionary batch or a record batch.</summary>
/// <param name="Kind">Which, by the number of the format.</param>
/// <param name="Header">Its description.</param>
/// <param name="BodyStart">Where its buffers begin.</param>
/// <param name="BodyLength">Their bytes.</param>
internal sealed record ArrowMessage(byte Kind, FlatTable Header, long BodyStart, long BodyLength)
{
    public const byte Schema = 1, Dictionary = 2, Batch = 3, Tensor = 4, SparseTensor = 5;

    public bool IsDictionary => Kind == Dictionary;
}
