namespace OmniHelix.Goldens.Groups;

/// <summary>One kind of cases of the group <c>tokenizers</c>. To add one: implement it; it is found by reflection.</summary>
internal interface ITokenizerCases
{
    /// <summary>
    /// The cases of a folder with all that is in it, or of a table (<c>.json</c>, <c>.jsonl</c>, gzipped or not); null when it is of
    /// another kind, which what it holds tells, not its name. Nothing runs yet. Names are relative to <paramref name="path"/>.
    /// </summary>
    IEnumerable<GoldenCase>? Discover(string path);
}
