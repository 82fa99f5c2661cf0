using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Tokenizers.Tests.Tokens;

/// <summary>All tokens that end at each place of a text, against a search for each.</summary>
public class TokenAutomatonTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(3000)]
    public void EveryTokenIsFoundWhereItEnds(int length)
    {
        var random = new Random(7);
        string[] tokens = [.. Enumerable.Range(0, 300).Select(_ => Text("ACGT", 1 + random.Next(9), random)).Distinct(), "▁", "▁ACG"];
        AssertFound(tokens, "▁" + Text("ACGTN", length, random));
    }

    [Fact]
    public void WithManyLettersToo()
    {
        // More edges than a table may have.
        var random = new Random(8);
        var letters = string.Concat(Enumerable.Range(0, 2200).Select(at => (char)(0x4E00 + at)));
        string[] tokens =
        [
            .. letters.Select(letter => $"{letter}{letters[random.Next(40)]}"), .. letters.Take(60).Select(letter => $"{letter}"),
            .. letters.Take(40).Select(letter => $"{letter}{letters[..30]}"),
        ];
        AssertFound(tokens, Text(letters[..45], 500, random) + letters[..40] + "ABC" + letters);
    }

    [Fact]
    public void NoTokensAreFoundNowhere()
    {
        AssertFound([], "ACGTACGTACGT");
        AssertFound([""], "ACGTACGTACGT");
    }

    private static void AssertFound(string[] tokens, string text)
    {
        var automaton = new TokenAutomaton(tokens.Select((token, id) => (token, id)));
        var longest = new int[text.Length];
        automaton.Find(text, longest);
        var byLength = tokens.Where(token => token.Length > 0).OrderByDescending(token => token.Length).ToArray();
        for (var end = 1; end <= text.Length; end++)
        {
            var found = new List<string>();
            for (var id = longest[end - 1]; id != TokenAutomaton.None; id = automaton.Shorter(id)) found.Add(tokens[id]);
            Assert.Equal(byLength.Where(token => text.AsSpan(0, end).EndsWith(token, StringComparison.Ordinal)), found);
        }
    }

    private static string Text(string letters, int length, Random random) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => letters[random.Next(letters.Length)]));
}
