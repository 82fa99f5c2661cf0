namespace OmniHelix.Tokenizers.Tokens;

/// <summary>An id that several tokens of a damaged vocabulary have: each is encoded as it, and it is decoded as the last.</summary>
/// <param name="Id">The id.</param>
/// <param name="Tokens">The tokens, at least two.</param>
public sealed record SharedId(int Id, IReadOnlyList<string> Tokens);
