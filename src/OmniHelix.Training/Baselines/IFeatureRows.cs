namespace OmniHelix.Training.Baselines;

/// <summary>Rows of a sparse feature matrix, made when they are asked for.</summary>
public interface IFeatureRows
{
    /// <summary>Number of rows.</summary>
    int Count { get; }

    /// <summary>Number of features.</summary>
    int Width { get; }

    /// <summary>Most features of one row that are not zero.</summary>
    int MostNonZero { get; }

    /// <summary>Writes the features of a row that are not zero.</summary>
    /// <returns>How many were written.</returns>
    int Fill(int row, Span<int> features, Span<float> values);
}
