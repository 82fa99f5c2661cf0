namespace OmniHelix.Sequences.Files;

/// <summary>Looks at the first bytes of a file, decompressed.</summary>
public delegate bool FileMark(ReadOnlySpan<byte> start);

/// <summary>
/// A kind of file: its name, the endings that promise it, the first bytes that prove it. What can be done with it is said by
/// <see cref="FileCapability{T}"/>.
/// </summary>
/// <param name="name">As shown: <c>FASTA</c>.</param>
/// <param name="endings">Endings with their dots, the usual one first.</param>
public sealed class FileKind(string name, params IReadOnlyList<string> endings)
{
    /// <summary>As shown: <c>FASTA</c>.</summary>
    public string Name => name;

    /// <summary>As typed, and as programs read it: <c>fasta</c>.</summary>
    public string Id { get; } = name.ToLowerInvariant();

    /// <summary>Endings with their dots, the usual one first.</summary>
    public IReadOnlyList<string> Endings => endings;

    /// <summary>Whether such files are also kept in gzip and BGZF.</summary>
    public bool IsCompressible { get; init; }

    /// <summary>Whether its endings promise text of any kind, so that a mark of another kind is no contradiction.</summary>
    public bool IsAnyText { get; init; }

    /// <summary>Bytes that begin files of this kind and no others; null when it has no such mark.</summary>
    public FileMark? Mark { get; init; }

    /// <summary>
    /// Bytes that may begin a file of this kind, although they are the mark of another: where the name promises this kind it is believed.
    /// Null when nothing does.
    /// </summary>
    public FileMark? Plausible { get; init; }

    /// <summary>Bytes that probably begin a file of this kind, where neither a mark nor a name says more; null when nothing does.</summary>
    public FileMark? Guess { get; init; }

    /// <summary>Whether the name of a file promises this kind.</summary>
    public bool IsPromisedBy(string path) => FileEnding.Of(path).IsOneOf(Endings);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
