SELECT epoch FROM writer
