using System.Runtime.Intrinsics;

namespace OmniHelix.Sequences;

/// <summary>Which bytes are letters, asked one by one or a vector at a time.</summary>
internal interface ILetterClass
{
    /// <summary>Whether a byte is one.</summary>
    static abstract bool Has(byte letter);

    /// <summary>All bits set where a byte is none.</summary>
    static abstract Vector512<byte> Others(Vector512<byte> v);

    /// <inheritdoc cref="Others(Vector512{byte})"/>
    static abstract Vector128<byte> Others(Vector128<byte> v);

    /// <summary>The same, and perhaps where one is that is rare: found with fewer comparisons.</summary>
    static abstract Vector512<byte> Suspects(Vector512<byte> v);
}

/// <summary>What can stand in a sequence: letters, <c>*</c> (a stop), <c>-</c> and <c>.</c> (gaps).</summary>
internal readonly struct SequenceLetters : ILetterClass
{
    private const byte Small = 0x20, First = (byte)'a', Span = 'z' - 'a', Stop = (byte)'*', Gap = (byte)'-';

    public static bool Has(byte letter) => (byte)((letter | Small) - First) <= Span || letter is Stop or Gap or Gap + 1;

    public static Vector512<byte> Others(Vector512<byte> v)
    {
        var noGap = Vector512.GreaterThan(v - Vector512.Create(Gap), Vector512<byte>.One);
        return Suspects(v) & noGap & ~Vector512.Equals(v, Vector512.Create(Stop));
    }

    public static Vector512<byte> Suspects(Vector512<byte> v) =>
        Vector512.GreaterThan((v | Vector512.Create(Small)) - Vector512.Create(First), Vector512.Create(Span));

    public static Vector128<byte> Others(Vector128<byte> v)
    {
        var noLetter = Vector128.GreaterThan((v | Vector128.Create(Small)) - Vector128.Create(First), Vector128.Create(Span));
        var noGap = Vector128.GreaterThan(v - Vector128.Create(Gap), Vector128<byte>.One);
        return noLetter & noGap & ~Vector128.Equals(v, Vector128.Create(Stop));
    }
}

/// <summary>What can stand in qualities: all that is printed, from <c>!</c> to <c>~</c>.</summary>
internal readonly struct QualityLetters : ILetterClass
{
    private const byte First = (byte)'!', Span = '~' - '!';

    public static bool Has(byte letter) => (byte)(letter - First) <= Span;

    public static Vector512<byte> Others(Vector512<byte> v) =>
        Vector512.GreaterThan(v - Vector512.Create(First), Vector512.Create(Span));

    public static Vector128<byte> Others(Vector128<byte> v) =>
        Vector128.GreaterThan(v - Vector128.Create(First), Vector128.Create(Span));

    public static Vector512<byte> Suspects(Vector512<byte> v) => Others(v);
}
