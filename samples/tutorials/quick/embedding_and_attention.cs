#:project ../../../src/OmniHelix.Workflows
// Embeddings and attention of a sequence.
// In the folder of the repository: dotnet run -c Release samples/tutorials/quick/embedding_and_attention.cs

var tokenizer = OmniTokenizer.FromPretrained("models/omnihelix-rna-1m");
using var model = new OmniModelForEmbedding("models/omnihelix-rna-1m", tokenizer);

// One vector for the sequence, and one for each base.
var embedding = model.Encode("AUCGAUCGAUCG", Aggregation.Mean);
Console.WriteLine($"Embedding: {embedding.Length} numbers, the first is {embedding[0]:F4}");
var bases = model.EncodeTokens("AUCGAUCGAUCG");
Console.WriteLine($"Bases:     {bases.Positions.Count} vectors");

// Many sequences at once, in batches of similar length.
var vectors = model.BatchEncode(["AUCGAUCGAUCG", "GGGGAAAACCCC", "AUCGAUCGAUCC"], batchSize: 32, aggregation: Aggregation.Mean);
Console.WriteLine($"Cosine similarity: {Cosine(vectors[0], vectors[1]):F3} and {Cosine(vectors[0], vectors[2]):F3}");

// Attention: rows are the tokens that look, columns those that are looked at.
var attention = model.ExtractAttentionScores("AUCGAUCGAUCG", layerIndices: [0, 3, 5]);
Console.WriteLine($"Attention: {attention.Layers.Count} layers, {attention.Heads.Count} heads, {attention.Tokens.Count} tokens");
var statistics = AttentionStatistics.Of(attention);
Console.WriteLine($"Entropy of the first base: {statistics.Entropy[1]:F3}");

static float Cosine(float[] a, float[] b) => System.Numerics.Tensors.TensorPrimitives.CosineSimilarity(a, b);
