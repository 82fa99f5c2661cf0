namespace OmniHelix.Sequences.Files;

/// <summary>
/// Something that can be done with files of some kinds, and how it is done with each. Where a kind is not among them the error says which
/// are.
/// </summary>
/// <typeparam name="T">How it is done with one kind.</typeparam>
public sealed class FileCapability<T> where T : class
{
    private readonly string code, what;
    private readonly IReadOnlyList<(FileKind Kind, T Way)> ways;

    /// <param name="code">Code of the error for any other kind.</param>
    /// <param name="what">What can be done, behind "cannot": <c>be read as a table</c>, <c>hold embeddings</c>.</param>
    /// <param name="ways">The kinds, and how it is done; of several that a name promises the first is taken.</param>
    public FileCapability(string code, string what, params IReadOnlyList<(FileKind Kind, T Way)> ways)
    {
        this.code = code;
        this.what = what;
        this.ways = ways;
    }

    /// <summary>The kinds with which it can be done.</summary>
    public IReadOnlyList<FileKind> Kinds => [.. ways.Select(w => w.Kind)];

    /// <summary>The usual ending of each kind.</summary>
    public string Endings => string.Join(", ", ways.Select(w => w.Kind.Endings[0]).Distinct());

    /// <summary>Whether it can be done with files of this kind.</summary>
    public bool Has(FileKind? kind) => Of(kind) is not null;

    /// <summary>How it is done with files of this kind; null when it cannot be.</summary>
    public T? Of(FileKind? kind) => ways.FirstOrDefault(w => w.Kind == kind).Way;

    /// <summary>The first of the kinds that a name promises; null when it promises none of them.</summary>
    public FileKind? PromisedBy(string path) => ways.Select(w => w.Kind).FirstOrDefault(k => k.IsPromisedBy(path));

    /// <summary>How it is done with a file that was looked at.</summary>
    /// <exception cref="UsageException">
    /// It is of another kind, was not recognised, or lies in a container in which its kind is not read.
    /// </exception>
    public T For(FileIdentity file, string path)
    {
        if (file.Kind is not { } kind) throw Refused($"neither its content nor its name tells what it is, so it cannot {what}", path);
        if (Of(kind) is not { } way) throw Refused($"{file} cannot {what}", path);
        if (file.Container is { } container && !kind.IsCompressible)
            throw new UsageException(code, $"{kind} is not read from {container}", path, "Decompress it first.");
        return way;
    }

    /// <summary>The kind to write under a name.</summary>
    /// <exception cref="UsageException">The name promises nothing, another kind, or compression that is not written.</exception>
    public FileKind ForOutput(string path)
    {
        var ending = FileEnding.Of(path);
        var kind = PromisedBy(path) ?? throw Refused($"{ending} cannot {what}", path);
        ending.RequireWritten(kind, path);
        return kind;
    }

    /// <summary>The kind to write under a name that need not promise anything.</summary>
    /// <param name="path">The file.</param>
    /// <param name="known">Kinds whose endings mean something.</param>
    /// <param name="usual">The kind for other endings, and for names without one.</param>
    /// <exception cref="UsageException">
    /// The name promises a kind with which it cannot be done, or compression that is not written.
    /// </exception>
    public FileKind ForOutput(string path, FileKinds known, FileKind usual)
    {
        if (PromisedBy(path) is not null || known.PromisedBy(path).Any(k => !k.IsAnyText)) return ForOutput(path);
        FileEnding.Of(path).RequireWritten(usual, path);
        return usual;
    }

    private UsageException Refused(string message, string path) => new(code, message, path, $"Endings that can: {Endings}.");
}
