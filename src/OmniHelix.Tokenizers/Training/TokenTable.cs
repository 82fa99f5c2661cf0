namespace OmniHelix.Tokenizers.Training;

/// <summary>The tokens so far, by id and by text, and how many characters of a word each covers.</summary>
internal sealed class TokenTable
{
    private readonly List<string> texts = [];
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);

    public int Count => texts.Count;

    public IReadOnlyList<string> Texts => texts;

    /// <summary>
    /// By id, how many characters of a word a token covers; affixes are none of them. 0 for a special token that no pair has become. May be
    /// longer than <see cref="Count"/>.
    /// </summary>
    public int[] Characters { get; private set; } = new int[256];

    public bool TryGetId(string text, out int id) => ids.TryGetValue(text, out id);

    /// <summary>Adds a token, or gives the one that has this text.</summary>
    public int Add(string text, int characters)
    {
        if (!ids.TryGetValue(text, out var id))
        {
            id = texts.Count;
            ids.Add(text, id);
            texts.Add(text);
            if (id == Characters.Length) Characters = [.. Characters, .. new int[id]];
        }
        if (Characters[id] == 0) Characters[id] = characters;
        return id;
    }
}
