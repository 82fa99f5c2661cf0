#:project ../../../src/OmniHelix.Workflows
// Two sequences as one input, such as an RNA and the strand it binds: joined, cut to a length, filled up.
// In the folder of the repository: dotnet run -c Release samples/tutorials/quick/tokens_of_pairs.cs

var tokenizer = OmniTokenizer.FromPretrained("models/omnihelix-rna-1m");

var pair = tokenizer.Tokenize("AUGGC", "GCCAU");
Console.WriteLine(Tokens(pair));

// Most tokens with the special ones; the longer sequence of a pair is cut first, and what is cut off follows in Overflow.
var options = new TokenizeOptions
{
    MaxLength = 12,
    Truncation = TruncationStrategy.LongestFirst,
    Stride = 1,
    Padding = new PaddingOptions(),
};
var cut = tokenizer.Tokenize("AUGGCAUGGC", "GCCAU", options);
Console.WriteLine($"{Tokens(cut)}, then {Tokens(cut.Overflow[0])}");

// A batch, on all cores: each row as long as the longest, pairs and single sequences as they come.
var batch = tokenizer.TokenizeBatch([("AUGGC", "GCCAU"), ("AUG", null)], options);
foreach (var row in batch) Console.WriteLine($"{Tokens(row)}  mask {string.Concat(row.AttentionMask)}  type {string.Concat(row.TypeIds)}");

// Into a model: ids and mask as tensors [sequences, tokens].
using var model = new OmniModelForEmbedding("models/omnihelix-rna-1m", tokenizer);
var ids = Tensor.From<long>([.. batch.SelectMany(row => row.Ids)], [batch.Count, batch[0].Ids.Length]);
var mask = Tensor.From<long>([.. batch.SelectMany(row => row.AttentionMask)], [batch.Count, batch[0].Ids.Length]);
var output = model.Forward(new ModelInput(ids, mask));
Console.WriteLine($"Hidden states [{string.Join(", ", output.LastHiddenState.Shape)}]");

string Tokens(TokenizedSequence row) => string.Join(" ", row.Ids.Select(tokenizer.TokenOf));
