using System.Globalization;
using System.Text.Json.Nodes;

namespace OmniHelix.Documents;

/// <summary>A value of a document, with the place where it stands.</summary>
/// <param name="kind">Of the document.</param>
/// <param name="place">Where it begins.</param>
public abstract class DocumentNode(DocumentKind kind, DocumentPlace place)
{
    /// <summary>What the document is for.</summary>
    public DocumentKind Kind { get; } = kind;

    /// <summary>Where the value begins.</summary>
    public DocumentPlace Place { get; } = place;

    /// <summary>What stands here, for an error: a short value as written, otherwise its form.</summary>
    public abstract string Found { get; }

    /// <summary>The same value as JSON; null for nothing.</summary>
    public JsonNode? ToJson() => this switch
    {
        MapNode map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.ToJson()))),
        ListNode list => new JsonArray([.. list.Items.Select(item => item.ToJson())]),
        ScalarNode { IsNull: true } => null,
        ScalarNode { Flag: { } flag } => flag,
        ScalarNode { Number: { } number } => Json(number),
        ScalarNode scalar => scalar.Text,
        _ => throw new InvalidOperationException($"A document has no {GetType().Name}."),
    };

    private static JsonNode Json(double number) =>
        number == Math.Floor(number) && Math.Abs(number) < 1e15 ? (long)number : JsonValue.Create(number);
}

/// <summary>Several values.</summary>
/// <param name="kind">Of the document.</param>
/// <param name="place">Where the list begins.</param>
/// <param name="items">In the order of the file.</param>
public sealed class ListNode(DocumentKind kind, DocumentPlace place, IReadOnlyList<DocumentNode> items) : DocumentNode(kind, place)
{
    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<DocumentNode> Items { get; } = items;

    /// <inheritdoc/>
    public override string Found => "a list";
}

/// <summary>One value without parts: a text, a number, true, false or nothing.</summary>
/// <param name="kind">Of the document.</param>
/// <param name="place">Where it begins.</param>
/// <param name="text">As written, without quotes.</param>
/// <param name="isQuoted">Quotes make it a text whatever it looks like.</param>
public sealed class ScalarNode(DocumentKind kind, DocumentPlace place, string text, bool isQuoted) : DocumentNode(kind, place)
{
    private const int LongestFound = 60;

    /// <summary>As written, without quotes.</summary>
    public string Text { get; } = text;

    /// <summary>Quotes make it a text whatever it looks like.</summary>
    public bool IsQuoted { get; } = isQuoted;

    /// <summary>Nothing stands here.</summary>
    public bool IsNull => !IsQuoted && Text is ("" or "~" or "null" or "Null" or "NULL");

    /// <summary>Its truth value; null when it is none.</summary>
    public bool? Flag => IsQuoted
        ? null
        : Text switch
        {
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ => null,
        };

    /// <summary>Its finite number; null when it is none.</summary>
    public double? Number =>
        !IsQuoted && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>A text: quoted, or none of the other things.</summary>
    public bool IsText => IsQuoted || (!IsNull && Flag is null && Number is null);

    /// <inheritdoc/>
    public override string Found => IsNull ? "nothing"
        : IsQuoted ? $"\"{Shortened}\""
        : Shortened;

    private string Shortened => Text.Length <= LongestFound ? Text : Text[..LongestFound] + "…";
}
