using System.Globalization;
using System.Text;

namespace OmniHelix.Documents;

/// <summary>
/// Reads configuration documents, YAML 1.2 or JSON, into one tree whose every value knows its line and column. What a configuration does
/// not need is an error, so that a hostile file can neither grow nor build objects: aliases, tags, several documents, keys that stand
/// twice, deep nesting, large files, text that is not UTF-8.
/// </summary>
public static class Document
{
    /// <summary>Reads a file that ends in <c>.yaml</c>, <c>.yml</c> or <c>.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it is for.</param>
    /// <exception cref="OmniException">
    /// It cannot be read, is malformed, or has a key twice; with the code that <paramref name="kind"/> says.
    /// </exception>
    public static MapNode Read(string path, DocumentKind kind) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".YAML" or ".YML" => YamlSyntax.Parse(Text(path, kind), path, kind),
        ".JSON" => ReadJson(path, kind),
        var other => throw kind.Error(kind.Codes.Unreadable, $"{kind.Name} ends in .yaml, .yml or .json, not '{other}'", path),
    };

    /// <summary>Reads a JSON file, whatever its name.</summary>
    /// <inheritdoc cref="Read"/>
    public static MapNode ReadJson(string path, DocumentKind kind) => JsonSyntax.Parse(Text(path, kind), path, kind);

    /// <summary>Reads JSON that is no file of its own, such as a line of one.</summary>
    /// <param name="text">One object.</param>
    /// <param name="place">Where it comes from, for errors.</param>
    /// <param name="kind">What it is for.</param>
    /// <exception cref="OmniException">It is malformed or has a key twice.</exception>
    public static MapNode ParseJson(string text, string place, DocumentKind kind) => JsonSyntax.Parse(text, place, kind);

    private static string Text(string path, DocumentKind kind)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > kind.LargestBytes)
                throw kind.Error(
                    kind.Codes.Unreadable, Invariant($"{kind.Name} has at most {kind.LargestBytes} bytes, this one has {length}"), path);
            var bytes = File.ReadAllBytes(path);
            if (GitLfsPointer.Is(bytes))
                throw kind.Error(kind.Codes.Malformed, $"this is a git-lfs pointer, not {kind.Name}", path, GitLfsPointer.Advice);
            var text = new UTF8Encoding(false, true).GetString(bytes).TrimStart('\uFEFF');
            RefuseNul(text, path, kind);
            return text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw kind.Error(kind.Codes.Unreadable, $"cannot read {kind.Name}: {e.Message}", path, null, e);
        }
        catch (DecoderFallbackException e)
        {
            throw kind.Error(kind.Codes.Malformed, Invariant($"not UTF-8 text at byte {e.Index}"), path, null, e);
        }
    }

    // A parser of YAML takes NUL for the end of the file.
    private static void RefuseNul(string text, string path, DocumentKind kind)
    {
        var at = text.IndexOf('\0', StringComparison.Ordinal);
        if (at < 0) return;
        var before = text.AsSpan(0, at);
        var place = new DocumentPlace(path, before.Count('\n') + 1, at - before.LastIndexOf('\n'));
        throw kind.Error(kind.Codes.Malformed, "a NUL character in a text file", place.ToString());
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
